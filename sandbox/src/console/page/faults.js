import { order } from './control.js';
import { byId, element, keyedList } from './dom.js';
import { attempt } from './notices.js';

/** @typedef {import('./types.js').Fault} Fault */

const KINDS = {
  http500: 'HTTP 500',
  html: 'a proxy’s 502 page',
  reset: 'a broken connection',
  stall: 'no answer at all',
};

/** @param {import('./live.js').Live} live */
export function showFaults(live) {
  const empty = byId('faults-empty', HTMLElement);
  const heading = byId('faults-heading', HTMLElement);
  const show = keyedList(
    byId('faults-list', HTMLElement),
    ({ endpoint }) => endpoint,
    (/** @type {Fault} */ { endpoint }) => {
      const text = element('span', {});
      const end = () => {
        heading.focus();
        return attempt(live, async () => {
          await order('DELETE', `faults/${encodeURIComponent(endpoint)}`);
          return `The fault of ${named(endpoint)} was ended.`;
        });
      };
      const button = element(
        'button',
        { type: 'button', 'aria-label': `End the fault of ${named(endpoint)}`, onclick: end },
        'End',
      );
      return {
        node: element('li', { class: 'card card-head' }, text, button),
        show: (/** @type {Fault} */ fault) => {
          text.textContent = sentenceOf(fault);
        },
      };
    },
  );
  live.watch(
    () => 'faults',
    (/** @type {{ faults: Fault[] }} */ { faults }) => {
      empty.hidden = faults.length > 0;
      show(faults);
    },
  );

  const form = byId('fault-form', HTMLFormElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const text = (/** @type {string} */ name) => String(given.get(name) ?? '').trim();
    const number = (/** @type {string} */ name) => (text(name) === '' ? undefined : Number(text(name)));
    const fault = {
      endpoint: text('endpoint') || '*',
      kind: text('kind') || null,
      when: text('when'),
      latencyMs: number('latencyMs'),
      failNext: number('failNext'),
    };
    attempt(live, async () => {
      await order('POST', 'faults', fault);
      return `${named(fault.endpoint)} has a fault now.`;
    });
  });
}

/** @param {string} endpoint */
function named(endpoint) {
  return endpoint === '*' ? 'every call' : endpoint;
}

/** @param {Fault} fault */
function sentenceOf({ endpoint, kind, when, latencyMs, failNext, failureRate }) {
  const name = endpoint === '*' ? 'Every call' : endpoint;
  const parts = [];
  if (latencyMs > 0) parts.push(`${latencyMs} ms late`);
  if (kind) parts.push(`${KINDS[kind]}${when === 'after' ? ' once the step is taken' : ''}`);
  if (failNext !== undefined) parts.push(failNext === 0 ? 'used up' : `the next ${failNext}`);
  if (failureRate !== undefined) parts.push(`${Math.round(failureRate * 100)} of 100`);
  return `${name}: ${parts.join(', ') || 'nothing'}`;
}
