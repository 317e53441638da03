import { byId, element, keyedList, moment } from './dom.js';
import { attempt, notify } from './notices.js';

/** @typedef {import('./types.js').Message} Message */

const SHOWN = 10;

/** @type {Record<string, string>} */
const USES = {
  login: 'to log in',
  registerPhone: 'to register',
  registerEmail: 'to register',
  verifyEmail: 'to confirm the address',
  resetPassword: 'to reset the password',
  newPassword: 'the new password',
};

/** @param {Message} message */
const addressOf = ({ phoneNumber, emailAddress }) => phoneNumber ?? emailAddress ?? '';

/**
 * The inbox for text messages and e-mails, newest first.
 *
 * @param {import('./live.js').Live} live
 * @param {() => string} tenant
 * @param {import('./request-numbers.js').RequestNumbers} numbers
 */
export function showInbox(live, tenant, numbers) {
  const empty = byId('inbox-empty', HTMLElement);
  const more = byId('inbox-more', HTMLElement);
  let isFirst = true;
  /** @type {Set<string>} */
  let known = new Set();
  const show = keyedList(
    byId('inbox-list', HTMLElement),
    ({ otpRequestId }) => otpRequestId,
    (/** @type {Message} */ message) => messageCard(live, message, numbers),
  );
  /** @type {Message[]} */
  let shown = [];
  numbers.onLearnt(() => show(shown));
  live.watch(
    () => 'inbox',
    (/** @type {{ messages: Message[] }} */ { messages }) => {
      const own = messages.filter(({ tenantId }) => tenantId === tenant());
      const came = own.filter(({ otpRequestId }) => !known.has(otpRequestId));
      if (!isFirst && came[0]) notify(`A code came for ${addressOf(came[0])}: ${came[0].code}.`);
      isFirst = false;
      known = new Set(own.map(({ otpRequestId }) => otpRequestId));
      empty.hidden = own.length > 0;
      more.hidden = own.length <= SHOWN;
      more.textContent = `The newest ${SHOWN} of ${own.length}.`;
      shown = own.slice(0, SHOWN);
      show(shown);
    },
  );
}

/**
 * @param {import('./live.js').Live} live
 * @param {Message} message
 * @param {import('./request-numbers.js').RequestNumbers} numbers
 */
function messageCard(live, message, numbers) {
  const { code, provider, purpose, requestId, sentAt } = message;
  const what = element('p', {});
  const copy = () =>
    attempt(live, async () => {
      await navigator.clipboard.writeText(code);
      return `The code ${code} was copied.`;
    });
  // Browsers let pages write to the clipboard on this machine or over https only.
  const button = window.isSecureContext
    ? element('button', { type: 'button', 'aria-label': `Copy the code ${code}`, onclick: copy }, 'Copy')
    : null;
  const node = element(
    'li',
    { class: 'card' },
    element('div', { class: 'card-head' }, element('strong', { class: 'code' }, code), button),
    what,
    element('p', { class: 'quiet' }, moment(sentAt), ` by ${provider}`),
  );
  return {
    node,
    show() {
      const toSign = numbers.get(requestId) ?? 'a contract';
      what.textContent = `${addressOf(message)}, ${USES[purpose] ?? `to sign ${toSign}`}`;
    },
  };
}
