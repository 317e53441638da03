import type { MonotonicClock } from '../clock.js';
import type { CountQueued } from '../metrics/queued-operations.js';
import type { LoadLimits } from './load-shedder.js';
import { type DeferredWork, TurnGate, type WaitingOperation } from './turn-gate.js';

/** The turn gate, with metrics for the outcomes of waiting work. */
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

  /** Late work is refused by the code that handles it, so it counts as refused here. */
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
