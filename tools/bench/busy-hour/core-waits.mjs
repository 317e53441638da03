import { readFileSync } from 'node:fs';

const EVERY_MS = 100;

/**
 * How long processes waited for a processor that others had: what comes late by that says nothing of who is measured. Linux counts it
 * for each thread (`schedstat`); the main one's is looked at.
 */
export class CoreWaits {
  samples = [];

  /** @param {Record<string, number>} pids by what they are called */
  constructor(pids) {
    this.pids = pids;
    this.look();
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  end() {
    clearInterval(this.timer);
    this.look();
  }

  /** Milliseconds of each between two moments, as `performance.now()` has them. */
  between(from, to) {
    const first = this.samples.findLast(({ at }) => at <= from) ?? this.samples[0];
    const last = this.samples.find(({ at }) => at >= to) ?? this.samples.at(-1);
    return Object.fromEntries(
      Object.keys(this.pids).map((name) => [name, Math.round(last.waited[name] - first.waited[name])]),
    );
  }

  look() {
    const waited = {};
    for (const [name, pid] of Object.entries(this.pids)) {
      const [, nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
      waited[name] = Number(nanoseconds) / 1e6;
    }
    this.samples.push({ at: performance.now(), waited });
  }
}
