import { order } from './control.js';
import { byId, element, keyedList, moment, placeText } from './dom.js';
import { attempt, notify } from './notices.js';

/** @typedef {import('./types.js').ListedRequest} ListedRequest */
/** @typedef {import('./types.js').RequestDetails} RequestDetails */
/** @typedef {import('./types.js').Step} Step */

/** @type {Record<Step, { label: string, path: string, body?: object }>} */
const STEPS = {
  approve: { label: 'Approve', path: 'approve' },
  reject: { label: 'Reject', path: 'reject' },
  pay: { label: 'Pay', path: 'pay', body: { gateway: 'fawry' } },
  countersignPartially: {
    label: 'Countersign in part',
    path: 'countersign',
    body: { partially: true },
  },
  countersign: { label: 'Countersign', path: 'countersign' },
  complete: { label: 'Complete', path: 'complete' },
};

/**
 * The requests with what may be done with each.
 *
 * @param {import('./live.js').Live} live
 * @param {() => string} tenant
 * @param {import('./request-numbers.js').RequestNumbers} numbers for the other parts of the page
 */
export function showRequests(live, tenant, numbers) {
  const empty = byId('requests-empty', HTMLElement);
  const more = byId('requests-more', HTMLElement);
  const show = keyedList(
    byId('requests-list', HTMLElement),
    ({ id }) => id,
    (/** @type {ListedRequest} */ request) => requestCard(live, request),
  );
  live.watch(
    () => `requests?tenant=${encodeURIComponent(tenant())}`,
    (/** @type {{ requests: ListedRequest[], totalCount: number }} */ { requests, totalCount }) => {
      numbers.learn(requests);
      empty.hidden = requests.length > 0;
      more.hidden = totalCount <= requests.length;
      more.textContent = `The newest ${requests.length} of ${totalCount}.`;
      show(requests);
    },
  );
}

/**
 * @param {import('./live.js').Live} live
 * @param {ListedRequest} request
 */
function requestCard(live, { id, requestNumber, contractTypeName, fullName, creationTime }) {
  const heading = element('h3', { tabindex: '-1' }, requestNumber);
  const status = element('span', { class: 'status' });
  const payment = element('p', { class: 'quiet' });
  const buttons = Object.entries(STEPS).map(([step, { label, path, body }]) => {
    const press = () => {
      // The button goes with its step; the person who pressed it stays at the request.
      heading.focus();
      return attempt(live, async () => {
        await order('POST', `requests/${id}/${path}`, body);
        // Each page that sees a change of status announces it, wherever it came from.
        return step === 'pay' ? `${requestNumber} was paid.` : undefined;
      });
    };
    const kind = step === 'reject' ? 'grave' : '';
    const button = element('button', { type: 'button', class: kind, onclick: press }, label);
    button.setAttribute('aria-label', `${label} ${requestNumber}`);
    return { step: /** @type {Step} */ (step), button };
  });
  const sign = element(
    'button',
    {
      type: 'button',
      onclick: () =>
        attempt(live, async () => {
          const { url } = await order('POST', `requests/${id}/signing-link`);
          window.open(url, '_blank', 'noopener');
        }),
    },
    'Open signing page',
  );
  sign.setAttribute('aria-label', `Open signing page of ${requestNumber}`);
  const details = requestDetails(live, id, requestNumber);
  const node = element(
    'li',
    { class: 'card' },
    element('div', { class: 'card-head' }, heading, status),
    element('p', {}, `${contractTypeName} for ${fullName}`),
    element('p', { class: 'quiet' }, 'Created ', moment(creationTime)),
    payment,
    element('div', { class: 'actions' }, sign, ...buttons.map(({ button }) => button)),
    details,
  );
  /** @type {string | null} */
  let shown = null;
  return {
    node,
    /** @param {ListedRequest} request */
    show(request) {
      if (shown !== null && shown !== request.requestStatusName)
        notify(`${requestNumber} is ${request.requestStatusName} now.`);
      shown = request.requestStatusName;
      status.textContent = request.requestStatusName;
      status.dataset.status = String(request.requeststatus);
      payment.textContent = paymentText(request.payment);
      payment.hidden = request.payment === null;
      for (const { step, button } of buttons) button.hidden = !request.stepsAllowed.includes(step);
    },
  };
}

/** @param {ListedRequest['payment']} payment */
function paymentText(payment) {
  if (!payment) return '';
  const { amount, gateway, paidAt } = payment;
  return paidAt ? `EGP ${amount} paid by ${gateway}` : `EGP ${amount} to be paid`;
}

/**
 * Signers and audit trail, asked for while they are open.
 *
 * @param {import('./live.js').Live} live
 * @param {string} id
 * @param {string} requestNumber
 */
function requestDetails(live, id, requestNumber) {
  const signers = element('ul', { class: 'plain' });
  const trail = element('ol', { class: 'trail' });
  const details = element(
    'details',
    {},
    element(
      'summary',
      {},
      'Signers and audit trail',
      element('span', { class: 'unseen' }, ` of ${requestNumber}`),
    ),
    element('h4', {}, 'Signers'),
    signers,
    element('h4', {}, 'Audit trail'),
    trail,
  );
  const end = () => {};
  let stop = end;
  details.addEventListener('toggle', () => {
    stop();
    stop = end;
    if (!details.open) return;
    stop = live.watch(
      () => `requests/${id}`,
      (/** @type {RequestDetails} */ details) => {
        signers.replaceChildren(...details.signers.map(signerLine));
        trail.replaceChildren(...details.audit.map(auditLine));
      },
    );
    live.refresh();
  });
  return details;
}

/** @param {RequestDetails['signers'][number]} signer */
function signerLine({ fullName, phoneNumber, otpValidatedAt, signedAt }) {
  const how = signedAt
    ? [' signed ', moment(signedAt)]
    : [otpValidatedAt ? ' gave the right code, has not signed yet' : ' has not signed yet'];
  return element('li', {}, `${fullName}, ${phoneNumber}:`, ...how);
}

/** @param {import('./types.js').AuditEntry} entry */
function auditLine({ at, who, step, fromStatus, toStatus, latitude, longitude }) {
  const move = fromStatus === toStatus ? null : element('span', { class: 'move' }, words(toStatus));
  const place =
    latitude === null || longitude === null
      ? null
      : element('span', { class: 'quiet' }, `from ${placeText({ latitude, longitude })}`);
  return element(
    'li',
    {},
    element('span', { class: 'quiet' }, moment(at)),
    element('span', {}, element('strong', {}, step), ` by ${who}`),
    move,
    place,
  );
}

/** @param {string} status as the sandbox stores it */
function words(status) {
  return status.toLowerCase().replaceAll('_', ' ');
}
