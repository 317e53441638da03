import type { SigningPhase } from '@vlens-gateway/client';

export type PaymentState = 'asked' | 'looking' | 'notSeen';

interface Payment {
  url: string | null;
  state: PaymentState;
  reply: () => void;
}

/** Keeps the payment's screen while it is looked for: it is looked for again and again, and must not flicker. */
export class Paying {
  private url: string | null | undefined;
  private isEarly = false;

  constructor(private readonly show: (payment: Payment) => void) {}

  ask(url: string | null, isUnseen: boolean): Promise<void> {
    this.url = url;
    if (this.isEarly) {
      this.isEarly = false;
      return Promise.resolve();
    }
    return new Promise((reply) => this.present(isUnseen ? 'notSeen' : 'asked', reply));
  }

  /** Whether the payment's screen is what is to be seen in this phase. */
  shows(phase: SigningPhase): boolean {
    if (this.url === undefined) return false;
    if (phase === 'confirmPayment') this.present('looking', () => {});
    // signContract pauses before it asks: a customer who is faster is heard anyway.
    else if (phase === 'askForPayment') this.present('notSeen', () => (this.isEarly = true));
    else return false;
    return true;
  }

  private present(state: PaymentState, reply: () => void): void {
    this.show({ url: this.url ?? null, state, reply });
  }
}
