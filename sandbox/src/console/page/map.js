import { byId, drawn } from './dom.js';

/** @typedef {import('./types.js').User} User */

/** Egypt, roughly: enough to see who is near whom. */
const BORDER =
  '25,31.6 27.2,31.3 29,30.9 29.9,31.2 31,31.6 32.3,31.3 34.2,31.3 34.9,29.5 34.3,27.8 33.2,28.6 32.6,29.9 32.6,29 33.6,27.6 34.5,25.7 35.5,24 36.9,22 25,22';
const NILE =
  '31.3,22.3 32.9,24.1 32.9,25 32.6,25.7 32.7,26.2 31.8,26.5 31.2,27.2 30.7,28.1 31.1,29.1 31.2,30.1 30.4,31.45';
const VIEW = { west: 24, east: 38, south: 21.5, north: 32.5 };
const MARGIN = 1;
/** Further than this from the last place, liveness comes before the code. */
const NEAR_KM = 80;
const KM_PER_DEGREE = 111.19;
const SIZE = 600;

/** @param {User[]} users where each of them was last, with the circle in which they need no liveness check */
export function drawMap(users) {
  const placed = users.flatMap(({ fullName, phoneNumber, lastActiveLocation }) =>
    lastActiveLocation ? [{ fullName: fullName || phoneNumber, ...lastActiveLocation }] : [],
  );
  const view = viewOf(placed);
  const scale = SIZE / (view.east - view.west);
  const x = (/** @type {number} */ longitude) => ((longitude - view.west) * scale).toFixed(1);
  const y = (/** @type {number} */ latitude) => ((view.north - latitude) * scale).toFixed(1);
  const line = (/** @type {string} */ points) =>
    points
      .split(' ')
      .map((point) => point.split(',').map(Number))
      .map(([longitude = 0, latitude = 0]) => `${x(longitude)},${y(latitude)}`)
      .join(' ');
  const map = byId('map', SVGSVGElement);
  map.setAttribute('viewBox', `0 0 ${SIZE} ${((view.north - view.south) * scale).toFixed(0)}`);
  map.replaceChildren(
    drawn('title', {}, titleOf(placed)),
    drawn('polygon', { class: 'land', points: line(BORDER) }),
    drawn('polyline', { class: 'river', points: line(NILE) }),
    ...groupsOf(placed, ({ longitude, latitude }) => [Number(x(longitude)), Number(y(latitude))]).flatMap(
      ({ latitude, longitude, names: [first = '', ...others] }) => {
        const degrees = NEAR_KM / KM_PER_DEGREE;
        const shrink = Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
        const isEast = Number(x(longitude)) > SIZE * 0.6;
        return [
          drawn('ellipse', {
            class: 'near',
            cx: x(longitude),
            cy: y(latitude),
            rx: ((degrees / shrink) * scale).toFixed(1),
            ry: (degrees * scale).toFixed(1),
          }),
          drawn('circle', { class: 'person', cx: x(longitude), cy: y(latitude), r: '6' }),
          drawn(
            'text',
            {
              x: String(Number(x(longitude)) + (isEast ? -14 : 14)),
              y: String(Number(y(latitude)) + 6),
              'text-anchor': isEast ? 'end' : 'start',
            },
            others.length === 0 ? first : `${others.length + 1} people`,
          ),
        ];
      },
    ),
  );
}

/** Names nearer than this, in units of the map, would lie on each other. */
const APART = 20;

/**
 * People in the same place share a dot and a name.
 *
 * @template {import('./types.js').Place & { fullName: string }} P
 * @param {P[]} placed
 * @param {(place: P) => [number, number]} at
 */
function groupsOf(placed, at) {
  /** @type {(import('./types.js').Place & { names: string[], spot: [number, number] })[]} */
  const groups = [];
  for (const person of placed) {
    const spot = at(person);
    const near = groups.find((group) => Math.hypot(group.spot[0] - spot[0], group.spot[1] - spot[1]) < APART);
    if (near) near.names.push(person.fullName);
    else
      groups.push({ latitude: person.latitude, longitude: person.longitude, spot, names: [person.fullName] });
  }
  return groups;
}

/**
 * Egypt, and as much more as it takes to see everybody.
 *
 * @param {import('./types.js').Place[]} places
 */
function viewOf(places) {
  const view = { ...VIEW };
  for (const { latitude, longitude } of places) {
    view.west = Math.min(view.west, longitude - MARGIN);
    view.east = Math.max(view.east, longitude + MARGIN);
    view.south = Math.min(view.south, latitude - MARGIN);
    view.north = Math.max(view.north, latitude + MARGIN);
  }
  return view;
}

/** @param {{ fullName: string }[]} placed */
function titleOf(placed) {
  return placed.length === 0
    ? 'Nobody was seen anywhere yet.'
    : `Where ${placed.map(({ fullName }) => fullName).join(', ')} were last; the list has their coordinates.`;
}
