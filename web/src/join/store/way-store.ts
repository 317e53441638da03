import { readFault } from '../faults';
import type { Event, Stamp } from '../state/event';
import type { Answered, Call } from '../state/operations';
import { reduce } from '../state/reduce';
import type { Known, Way } from '../state/way';

interface Environment {
  send: (call: Call) => Promise<Answered>;
  /** Whether this browser keeps anything. */
  isKept: boolean;
  keep: (known: Known) => void;
  /** The same, and at once: resolves when it is written, or can't be. */
  keepNow: (known: Known) => Promise<void>;
  stamp: () => Stamp;
}

/** The way as it is now; whatever it wants sent goes out once. */
export class WayStore {
  #way: Way;
  readonly #listeners = new Set<() => void>();

  constructor(
    way: Way,
    private readonly environment: Environment,
  ) {
    this.#way = way;
  }

  readonly way = (): Way => this.#way;

  get isKept(): boolean {
    return this.environment.isKept;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly dispatch = (event: Event): void => {
    const before = this.#way;
    try {
      this.#way = reduce(before, event, this.environment.stamp());
    } catch {
      // An answer of a later gateway: nothing of it is known, and nothing of the way is lost.
      this.#way = { ...before, fault: { kind: 'unexpected', requestId: null } };
    }
    const { call, fault, known } = this.#way;
    const isSent = call && call !== before.call && !fault;
    // A step goes out once the key that it goes under outlasts a reload.
    const isKeyNew = isSent && known.unanswered !== null && known.unanswered !== before.known.unanswered;
    if (known !== before.known && !isKeyNew) this.environment.keep(known);
    for (const listener of [...this.#listeners]) listener();
    if (isSent) void this.#send(call, isKeyNew ? this.environment.keepNow(known) : null);
  };

  async #send(call: Call, kept: Promise<void> | null): Promise<void> {
    if (kept !== null) {
      await kept;
      // Somebody went back before it was sent.
      if (this.#way.call !== call) return;
    }
    const event = await this.environment.send(call).then(
      (of): Event => ({ type: 'answered', of }),
      (error: unknown): Event => ({ type: 'failed', fault: readFault(error) }),
    );
    // Somebody went back meanwhile, or sent something else.
    if (this.#way.call === call) this.dispatch(event);
  }
}
