import { order } from './control.js';
import { byId, element, keyedList, moment } from './dom.js';
import { attempt } from './notices.js';

/** @typedef {import('./types.js').Subscription} Subscription */
/** @typedef {import('./types.js').Delivery} Delivery */
/** @typedef {import('./live.js').Live} Live */

/**
 * The subscriptions to changes, and their deliveries.
 *
 * @param {Live} live
 * @param {() => string} tenant
 * @param {import('./request-numbers.js').RequestNumbers} numbers
 */
export function showWebhooks(live, tenant, numbers) {
  const query = () => `tenant=${encodeURIComponent(tenant())}`;
  showSubscriptions(live, query);
  const empty = byId('deliveries-empty', HTMLElement);
  const show = keyedList(
    byId('deliveries-list', HTMLElement),
    ({ eventId, url, createdAt }) => `${eventId} ${url} ${createdAt}`,
    (/** @type {Delivery} */ delivery) => deliveryRow(delivery, numbers),
  );
  /** @type {Delivery[]} */
  let shown = [];
  numbers.onLearnt(() => show(shown));
  live.watch(
    () => `webhooks/deliveries?${query()}`,
    (/** @type {{ deliveries: Delivery[] }} */ { deliveries }) => {
      empty.hidden = deliveries.length > 0;
      byId('deliveries', HTMLTableElement).hidden = deliveries.length === 0;
      shown = deliveries;
      show(shown);
    },
  );
}

/**
 * @param {Live} live
 * @param {() => string} query
 */
function showSubscriptions(live, query) {
  const empty = byId('subscriptions-empty', HTMLElement);
  const heading = byId('webhooks-heading', HTMLElement);
  const show = keyedList(
    byId('subscriptions-list', HTMLElement),
    ({ id }) => id,
    (/** @type {Subscription} */ { id, url }) => {
      const end = () => {
        heading.focus();
        return attempt(live, async () => {
          await order('DELETE', `webhooks/${id}?${query()}`);
          return `Nothing is sent to ${url} any more.`;
        });
      };
      const button = element(
        'button',
        { type: 'button', 'aria-label': `End the subscription of ${url}`, onclick: end },
        'End',
      );
      return {
        node: element('li', { class: 'card card-head' }, element('span', { class: 'url' }, url), button),
        show() {},
      };
    },
  );
  live.watch(
    () => `webhooks?${query()}`,
    (/** @type {{ webhooks: Subscription[] }} */ { webhooks }) => {
      empty.hidden = webhooks.length > 0;
      show(webhooks);
    },
  );
  const form = byId('webhook-form', HTMLFormElement);
  const input = byId('webhook-url', HTMLInputElement);
  const secret = byId('webhook-secret', HTMLElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(live, async () => {
      const made = await order('POST', `webhooks?${query()}`, { url: input.value });
      // Only this answer has it: the sandbox never sends it again.
      secret.textContent = `Its secret, told only now: ${made.secret}`;
      secret.hidden = false;
      form.reset();
      return `Changes are sent to ${made.url} from now on.`;
    });
  });
}

/**
 * @param {Delivery} delivery
 * @param {import('./request-numbers.js').RequestNumbers} numbers
 */
function deliveryRow({ requestId, newStatus, url, createdAt }, numbers) {
  const outcome = element('td', { 'data-label': 'Outcome' });
  const attempts = element('td', { 'data-label': 'Attempts' });
  const request = element('td', { 'data-label': 'Request' });
  const node = element(
    'tr',
    {},
    element('td', { 'data-label': 'Time' }, moment(createdAt)),
    request,
    element('td', { 'data-label': 'Status' }, newStatus),
    element('td', { 'data-label': 'To', class: 'url' }, url),
    attempts,
    outcome,
  );
  return {
    node,
    /** @param {Delivery} now */
    show(now) {
      request.textContent = numbers.get(requestId) ?? requestId;
      attempts.textContent = String(now.attempts);
      outcome.textContent = outcomeOf(now);
    },
  };
}

/** @param {Delivery} delivery */
function outcomeOf({ deliveredAt, givenUpAt, lastStatus, lastError, attempts }) {
  const last = lastStatus === null ? lastError : `HTTP ${lastStatus}`;
  if (deliveredAt) return `delivered (${last})`;
  if (givenUpAt) return `given up${last ? ` (${last})` : ''}`;
  return attempts > 0 && last ? `tried again soon (${last})` : 'under way';
}
