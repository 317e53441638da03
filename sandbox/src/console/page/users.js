import { order } from './control.js';
import { byId, element, keyedList, moment, placeText } from './dom.js';
import { drawMap } from './map.js';
import { attempt } from './notices.js';

/** @typedef {import('./types.js').User} User */
/** @typedef {import('./live.js').Live} Live */

/** @type {Record<string, import('./types.js').Place>} */
const CITIES = {
  Cairo: { latitude: 30.0444, longitude: 31.2357 },
  Alexandria: { latitude: 31.2001, longitude: 29.9187 },
  Luxor: { latitude: 25.6872, longitude: 32.6396 },
  Aswan: { latitude: 24.0889, longitude: 32.8998 },
};

/**
 * Where everybody was last, and what is known of them.
 *
 * @param {Live} live
 * @param {() => string} tenant
 */
export function showUsers(live, tenant) {
  const show = keyedList(
    byId('users-list', HTMLElement),
    // Somebody gets a name with their identity: the card is made again then.
    ({ id, fullName }) => `${id} ${fullName}`,
    (/** @type {User} */ user) => userCard(live, user),
  );
  live.watch(
    () => 'users',
    (/** @type {{ users: User[] }} */ { users }) => {
      const own = users.filter((user) => user.tenant === tenant());
      drawMap(own);
      show(own);
    },
  );
}

/**
 * @param {Live} live
 * @param {User} user
 */
function userCard(live, { tenant, phoneNumber, emailAddress, fullName: known }) {
  const fullName = known || phoneNumber;
  const change = (/** @type {string} */ path, /** @type {object} */ body, /** @type {string} */ sentence) =>
    attempt(live, async () => {
      const query = `tenant=${encodeURIComponent(tenant)}`;
      await order('POST', `users/${encodeURIComponent(phoneNumber)}${path}?${query}`, body);
      return sentence;
    });
  const place = element('p', {});
  const stage = element('strong', {});
  const card = element('p', {});
  const verified = flag('Identity verified', fullName, (value) =>
    change(
      '',
      { isDigitalIdentityVerified: value },
      `${fullName}’s identity is ${value ? '' : 'not '}verified now.`,
    ),
  );
  const confirmed = flag('Email confirmed', fullName, (value) =>
    change('', { isEmailConfirmed: value }, `${fullName}’s email is ${value ? '' : 'not '}confirmed now.`),
  );
  const node = element(
    'li',
    { class: 'card' },
    element('h3', {}, fullName),
    element('p', { class: 'quiet' }, [phoneNumber, emailAddress].filter(Boolean).join(', ')),
    element('p', {}, stage),
    place,
    card,
    element('div', { class: 'flags' }, verified.label, confirmed.label),
    placeForm(fullName, (to) => change('/location', to, `${fullName} is at ${placeText(to)} now.`)),
  );
  return {
    node,
    /** @param {User} user */
    show({ lastActiveLocation, lastActiveAt, samplePerson, ...user }) {
      const { isDigitalIdentityVerified, isEmailConfirmed } = user;
      stage.textContent = user.stage;
      card.hidden = samplePerson === null;
      card.replaceChildren(...(samplePerson === null ? [] : cardLinks(samplePerson, fullName)));
      place.replaceChildren(
        ...(lastActiveLocation
          ? [`Last at ${placeText(lastActiveLocation)}, `, ...(lastActiveAt ? [moment(lastActiveAt)] : [])]
          : ['Never seen anywhere']),
      );
      verified.input.checked = isDigitalIdentityVerified;
      confirmed.input.checked = isEmailConfirmed;
    },
  };
}

/**
 * The card that somebody was verified with, to be photographed again.
 *
 * @param {number} person
 * @param {string} whose
 */
function cardLinks(person, whose) {
  const link = (/** @type {'front' | 'back'} */ side) =>
    element(
      'a',
      {
        href: `/sandbox/samples/id-${side}.png?person=${person}`,
        download: `id-${side}-${person}.png`,
        'aria-label': `${side === 'front' ? 'Front' : 'Back'} of the card of ${whose}`,
      },
      side,
    );
  return [`Card of person ${person}: `, link('front'), ', ', link('back')];
}

/**
 * @param {string} text
 * @param {string} whose
 * @param {(value: boolean) => void} onChange
 */
function flag(text, whose, onChange) {
  const input = element('input', { type: 'checkbox', 'aria-label': `${text}: ${whose}` });
  input.addEventListener('change', () => onChange(input.checked));
  return { input, label: element('label', {}, input, ` ${text}`) };
}

/**
 * @param {string} whose
 * @param {(place: import('./types.js').Place) => void} onPlace
 */
function placeForm(whose, onPlace) {
  const number = (/** @type {string} */ name, /** @type {string} */ most) =>
    element('input', {
      type: 'number',
      step: 'any',
      min: `-${most}`,
      max: most,
      required: true,
      'aria-label': `${name} of ${whose}`,
      placeholder: name,
    });
  const latitude = number('Latitude', '90');
  const longitude = number('Longitude', '180');
  const form = element('form', { class: 'actions' }, latitude, longitude, element('button', {}, 'Move'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onPlace({ latitude: latitude.valueAsNumber, longitude: longitude.valueAsNumber });
    form.reset();
  });
  const cities = Object.entries(CITIES).map(([city, place]) =>
    element(
      'button',
      { type: 'button', 'aria-label': `Move ${whose} to ${city}`, onclick: () => onPlace(place) },
      city,
    ),
  );
  return element(
    'details',
    {},
    element('summary', {}, 'Move', element('span', { class: 'unseen' }, ` ${whose}`)),
    element('div', { class: 'actions' }, ...cities),
    form,
  );
}
