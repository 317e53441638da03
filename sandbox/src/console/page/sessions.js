import { order } from './control.js';
import { byId, element, keyedList, moment } from './dom.js';
import { attempt } from './notices.js';

/** @typedef {import('./types.js').Session} Session */

/**
 * Who is logged in, newest first, each with a button that logs them out.
 *
 * @param {import('./live.js').Live} live
 * @param {() => string} tenant
 */
export function showSessions(live, tenant) {
  const empty = byId('sessions-empty', HTMLElement);
  const show = keyedList(
    byId('sessions-list', HTMLElement),
    ({ id }) => id,
    (/** @type {Session} */ session) => sessionCard(live, session),
  );
  live.watch(
    () => 'sessions',
    (/** @type {{ sessions: Session[] }} */ { sessions }) => {
      const own = sessions.filter((session) => session.tenant === tenant());
      empty.hidden = own.length > 0;
      show(own);
    },
  );
}

/**
 * @param {import('./live.js').Live} live
 * @param {Session} session
 */
function sessionCard(live, { id, phoneNumber, fullName, userName, startedAt }) {
  const whose = phoneNumber ?? userName ?? 'somebody';
  const end = () =>
    attempt(live, async () => {
      await order('DELETE', `sessions/${encodeURIComponent(id)}`);
      byId('sessions-heading', HTMLElement).focus();
      return `The session of ${whose} was ended.`;
    });
  const button = element(
    'button',
    { type: 'button', 'aria-label': `End the session of ${whose}`, onclick: end },
    'End',
  );
  const node = element(
    'li',
    { class: 'card' },
    element('div', { class: 'card-head' }, element('strong', {}, fullName ?? whose), button),
    element('p', { class: 'quiet' }, phoneNumber ?? 'Operator'),
    element('p', { class: 'quiet' }, 'since ', moment(startedAt)),
  );
  return { node, show() {} };
}
