import { readText } from './control.js';

const INTERVAL_MS = 1500;

/** @typedef {{ path: () => string, last: string | null, show: (answer: any) => void }} Watch */

/**
 * Asks again and again for what the page shows, and shows it again where it changed. A page that nobody looks at asks
 * for nothing.
 */
export class Live {
  /** @type {Set<Watch>} */
  #watches = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #round = 0;

  /** @param {(isConnected: boolean) => void} onConnection */
  constructor(onConnection) {
    this.onConnection = onConnection;
    document.addEventListener('visibilitychange', () => this.refresh());
  }

  /**
   * @template T
   * @param {() => string} path
   * @param {(answer: T) => void} show
   * @returns {() => void} ends it
   */
  watch(path, show) {
    /** @type {Watch} */
    const watch = { path, show, last: null };
    this.#watches.add(watch);
    return () => this.#watches.delete(watch);
  }

  /** Shows everything again, even answers that have not changed. */
  startAgain() {
    for (const watch of this.#watches) watch.last = null;
    return this.refresh();
  }

  /** Now, and from then on. */
  async refresh() {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    this.#round += 1;
    const round = this.#round;
    const outcomes = await Promise.all([...this.#watches].map((watch) => this.#look(watch, round)));
    if (round !== this.#round) return;
    this.onConnection(outcomes.every(Boolean));
    this.#timer = setTimeout(() => this.refresh(), INTERVAL_MS);
  }

  /**
   * @param {Watch} watch
   * @param {number} round an answer to an earlier one comes too late
   */
  async #look(watch, round) {
    const text = await readText(watch.path()).catch(() => null);
    if (text === null) return false;
    if (round === this.#round && this.#watches.has(watch) && text !== watch.last) {
      watch.last = text;
      watch.show(JSON.parse(text));
    }
    return true;
  }
}
