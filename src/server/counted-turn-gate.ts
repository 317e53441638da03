import type { MonotonicClock } from '../clock.js';
import type { CountQueued } from '../metrics/queued-operations.js';
import type { LoadLimits } from './load-shedder.js';
import { type DeferredWork, TurnGate, type WaitingOperation } from './turn-gate.js';

/** The gate, with a count of waiting operations by their outcome. */
export class CountedTurnGate extends TurnGate {
  constructor(
    clock: MonotonicClock,
    limits: Pick<LoadLimits, 'maxDelayMs'>,
    private readonly count: CountQueued,
  ) {
    super(clock, limits);
  }

  override wait(operation: WaitingOperation): void {
    super.wait({
      from: operation.from,
      isAccepted: operation.isAccepted,
      hasLeft: () => operation.hasLeft(),
      begin: () => {
        this.count('begun');
        operation.begin();
      },
      refuse: () => {
        this.count('refused');
        operation.refuse();
      },
    });
  }

  /** The callers refuse an operation that comes too late. */
  override defer(work: DeferredWork): void {
    super.defer({
      from: work.from,
      isAccepted: work.isAccepted,
      hasLeft: () => work.hasLeft?.() ?? false,
      begin: () => {
        this.count(this.isLate ? 'refused' : 'begun');
        work.begin();
      },
    });
  }
}
