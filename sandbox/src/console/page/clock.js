import { order } from './control.js';
import { byId } from './dom.js';
import { attempt } from './notices.js';

const HOUR_MS = 3_600_000;
/** What matters is the shift; where the answer took its time, a second more or less. */
const TICK_MS = 1000;

/**
 * The sandbox's clock, running, and what moves it.
 *
 * @param {import('./live.js').Live} live
 */
export function showClock(live) {
  const shown = byId('clock-now', HTMLElement);
  const shift = byId('clock-shift', HTMLElement);
  /** @type {{ now: number, since: number } | null} */
  let received = null;
  const tick = () => {
    if (!received) return;
    const now = new Date(received.now + performance.now() - received.since).toISOString();
    shown.textContent = `${now.slice(0, 10)} ${now.slice(11, 19)} UTC`;
  };
  live.watch(
    () => 'clock',
    (/** @type {import('./types.js').Clock} */ { now, offsetMs }) => {
      received = { now: Date.parse(now), since: performance.now() };
      shift.textContent = shiftText(offsetMs);
      tick();
    },
  );
  setInterval(tick, TICK_MS);

  const move = (/** @type {object} */ body, /** @type {string} */ sentence) =>
    attempt(live, async () => {
      await order('POST', 'clock', body);
      return sentence;
    });
  for (const button of document.querySelectorAll('[data-advance]')) {
    const seconds = Number(button.getAttribute('data-advance'));
    button.addEventListener('click', () =>
      move(
        { advanceSeconds: seconds },
        `The clock was moved on by ${button.textContent?.replace('+', '').trim()}.`,
      ),
    );
  }
  byId('clock-reset', HTMLButtonElement).addEventListener('click', () =>
    move({ reset: true }, 'The clock tells the real time again.'),
  );
  const form = byId('clock-form', HTMLFormElement);
  const input = byId('clock-set', HTMLInputElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    move({ set: new Date(`${input.value}Z`).toISOString() }, 'The clock was set.');
  });
}

/** @param {number} offsetMs */
function shiftText(offsetMs) {
  if (offsetMs === 0) return 'the real time';
  const size = Math.abs(offsetMs);
  const amount =
    size < HOUR_MS
      ? `${(size / 60_000).toFixed(1)} min`
      : size < 48 * HOUR_MS
        ? `${(size / HOUR_MS).toFixed(1)} h`
        : `${(size / HOUR_MS / 24).toFixed(1)} days`;
  return `${amount} ${offsetMs > 0 ? 'ahead of' : 'behind'} the real time`;
}
