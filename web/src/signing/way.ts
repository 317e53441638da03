import type { SigningProgress } from '@vlens-gateway/client';
import { codeWasSent, keepInTab, recallTab } from '../access/tab-memory';
import type { Ending } from './view';

/** The way so far, as the tab keeps it: only what was really sent counts as under way. */
export class Way {
  #now: SigningProgress | null = null;
  /** Where the customer was asked for something. */
  #resting: SigningProgress | null;
  #otpRequestId: string | null;

  constructor(resume: SigningProgress | null) {
    this.#resting = resume;
    this.#otpRequestId = resume?.otpRequestId ?? null;
  }

  goesOn(progress: SigningProgress | null): void {
    this.#now = progress;
    if (!progress?.phase.startsWith('askFor')) return;
    this.#resting = progress;
    this.keepResting();
  }

  keepSending(): void {
    keepInTab({ progress: this.#now, isSigning: true });
  }

  private keepResting(): void {
    keepInTab({ progress: this.#resting, isSigning: this.#resting !== null });
  }

  /** A step has yet to go out: after a reload it is taken, or what it needs is asked for again. No reload sends a code by itself. */
  keepWaiting(): void {
    if (this.#now === null || this.#now.phase === 'requestOtp') this.keepResting();
    else keepInTab({ progress: { ...this.#now, isUnderWay: false }, isSigning: true });
  }

  /** When the code was sent that the customer is asked for. */
  codeIs(otpRequestId: string | null): number {
    if (otpRequestId !== null && otpRequestId !== this.#otpRequestId) {
      this.#otpRequestId = otpRequestId;
      codeWasSent(Date.now());
    }
    return recallTab()?.codesSentAt.at(-1) ?? Date.now();
  }

  /** A code that was sent stays good where it was neither used nor tried too often. */
  end(outcome: Ending): void {
    const isOver =
      outcome.outcome === 'signed' ||
      outcome.outcome === 'alreadySigned' ||
      outcome.outcome === 'notSignable' ||
      (outcome.outcome === 'refused' && outcome.step === 'validateOtp');
    const { otpRequestId } = this.#resting ?? {};
    const code = this.#resting && otpRequestId ? { ...this.#resting, phase: 'askForCode' as const } : null;
    keepInTab({ progress: isOver ? null : code, isSigning: false });
  }
}

/** Whether nothing is under way, for anybody who waits for that. */
export class Rest {
  #isRest = true;
  #waiting: (() => void)[] = [];

  is(isRest: boolean): void {
    this.#isRest = isRest;
    if (isRest) for (const go of this.#waiting.splice(0)) go();
  }

  reached(): Promise<void> {
    return this.#isRest ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }
}
