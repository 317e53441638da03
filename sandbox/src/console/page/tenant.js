import { order } from './control.js';
import { byId, element } from './dom.js';
import { attempt } from './notices.js';

/** @typedef {import('./types.js').Tenant} Tenant */
/** @typedef {import('./live.js').Live} Live */

/**
 * Which tenant the page shows; there is something to choose where there is more than one.
 *
 * @param {Live} live
 * @returns {() => string} the tenant's id
 */
export function chosenTenant(live) {
  const choice = byId('tenant-choice', HTMLSelectElement);
  const whole = byId('tenant-chooser', HTMLElement);
  live.watch(
    () => 'tenants',
    (/** @type {{ tenants: Tenant[] }} */ { tenants }) => {
      const before = choice.value;
      choice.replaceChildren(...tenants.map(({ tenant }) => element('option', { value: tenant }, tenant)));
      choice.value = tenants.some(({ tenant }) => tenant === before) ? before : (tenants[0]?.tenant ?? '');
      whole.hidden = tenants.length < 2;
    },
  );
  return () => choice.value;
}

/**
 * @param {Live} live
 * @param {() => string} tenant
 */
export function showTenant(live, tenant) {
  const form = byId('tenant-form', HTMLFormElement);
  const approves = byId('approves-by-itself', HTMLInputElement);
  const email = byId('requires-email', HTMLInputElement);
  const twoFactor = byId('asks-two-factor', HTMLInputElement);
  const oauth = byId('allows-oauth', HTMLInputElement);
  const ntra = byId('ntra', HTMLSelectElement);
  const cso = byId('cso', HTMLSelectElement);
  const passwordLength = byId('password-length', HTMLInputElement);
  /** @type {Tenant | undefined} */
  let last;
  const perSecond = byId('quota-second', HTMLInputElement);
  const perMinute = byId('quota-minute', HTMLInputElement);
  const path = () => `tenant?tenant=${encodeURIComponent(tenant())}`;
  live.watch(path, (/** @type {Tenant} */ settings) => {
    approves.checked = settings.approvesByItself;
    email.checked = settings.requiresConfirmedEmail;
    twoFactor.checked = settings.asksTwoFactor;
    oauth.checked = settings.allowsOauth;
    ntra.value = settings.ntra;
    cso.value = settings.cso;
    passwordLength.value = String(settings.passwordRule.minimumLength);
    last = settings;
    perSecond.value = String(settings.quotaPerSecond);
    perMinute.value = String(settings.quotaPerMinute);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(live, async () => {
      await order('POST', path(), {
        approvesByItself: approves.checked,
        requiresConfirmedEmail: email.checked,
        asksTwoFactor: twoFactor.checked,
        allowsOauth: oauth.checked,
        ntra: ntra.value,
        cso: cso.value,
        passwordRule: { ...last?.passwordRule, minimumLength: passwordLength.valueAsNumber },
        quotaPerSecond: perSecond.valueAsNumber,
        quotaPerMinute: perMinute.valueAsNumber,
      });
      return 'The tenant’s settings were kept.';
    });
  });

  const question = byId('reset-question', HTMLDialogElement);
  byId('reset', HTMLButtonElement).addEventListener('click', () => question.showModal());
  question.addEventListener('close', () => {
    if (question.returnValue !== 'reset') return;
    question.returnValue = '';
    attempt(live, async () => {
      await order('POST', 'reset');
      return 'Everything is back to the seed.';
    });
  });
  for (const button of question.querySelectorAll('button')) {
    button.addEventListener('click', () => question.close(button.value));
  }
}
