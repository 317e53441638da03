import { byId } from './dom.js';

const SHOWN_FOR_MS = 8000;

/**
 * Said aloud and shown for a while; what failed stays until the next one.
 *
 * @param {string} sentence
 */
export function notify(sentence) {
  show(byId('notice', HTMLElement), sentence);
  setTimeout(() => {
    if (byId('notice', HTMLElement).textContent === sentence) show(byId('notice', HTMLElement), '');
  }, SHOWN_FOR_MS);
}

/** @param {string} sentence */
export function showError(sentence) {
  show(byId('error', HTMLElement), sentence);
}

/**
 * Does what was asked for, shows its outcome, and what came of it.
 *
 * @param {import('./live.js').Live} live
 * @param {() => Promise<string | void>} work answers the sentence to show
 */
export async function attempt(live, work) {
  showError('');
  try {
    const sentence = await work();
    if (sentence) notify(sentence);
  } catch (error) {
    showError(error instanceof Error ? error.message : String(error));
  }
  await live.refresh();
}

/**
 * @param {HTMLElement} place
 * @param {string} sentence
 */
function show(place, sentence) {
  place.textContent = sentence;
}
