import { useApolloClient } from '@apollo/client/react';
import type {
  GeoLocationInput,
  LivenessAsked,
  LivenessScanInput,
  OtpAnswer,
  OtpAsked,
  SigningOutcome,
  SigningPhase,
} from '@vlens-gateway/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Fault, readFault } from '../faces/fault';
import { signingChunk } from './signing-chunk';

/** What the customer sees while signing: a question that waits for a reply, or what is under way. */
export type View =
  | { kind: 'place'; reply: (place: GeoLocationInput) => void }
  | { kind: 'pictures'; asked: LivenessAsked; reply: (scan: LivenessScanInput) => void }
  | { kind: 'code'; asked: OtpAsked; sentAt: number; reply: (answer: OtpAnswer) => void }
  | { kind: 'payment'; url: string | null; state: PaymentState; reply: () => void }
  | { kind: 'fault'; fault: Fault; reply: () => void }
  | { kind: 'busy'; phase: SigningPhase }
  | { kind: 'ended'; outcome: Ending };

export type PaymentState = 'asked' | 'looking' | 'notSeen';
export type Ending = Exclude<SigningOutcome, { outcome: 'aborted' }>;

/** Signing as React sees it: each question of signContract becomes a view, and its reply goes on with it. */
export function useSigning(requestId: string) {
  const client = useApolloClient();
  const [view, setView] = useState<View | null>(null);
  const running = useRef(new AbortController());
  useEffect(() => () => running.current.abort(), []);

  const begin = useCallback(async () => {
    running.current.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    // What was left shows nothing any more: it must not cover what came after it.
    const show = (next: View) => {
      if (!signal.aborted) setView(next);
    };
    const asks = <Reply>(view: (reply: (answer: Reply) => void) => View) =>
      new Promise<Reply>((reply) => show(view(reply)));
    const { executeOver, signContract } = await signingChunk;
    const execute = executeOver(client, (fault) => asks((reply) => ({ kind: 'fault', fault, reply })));
    const paying = new Paying(show);
    let place: GeoLocationInput | null = null;
    let code = { otpRequestId: '', sentAt: 0 };
    try {
      const outcome = await signContract({
        requestId,
        execute,
        signal,
        locate: async () => {
          place ??= await asks<GeoLocationInput>((reply) => ({ kind: 'place', reply }));
          return place;
        },
        onLivenessRequired: (asked) => asks((reply) => ({ kind: 'pictures', asked, reply })),
        onOtp: (asked) => {
          const { otpRequestId } = asked;
          if (otpRequestId !== null && otpRequestId !== code.otpRequestId)
            code = { otpRequestId, sentAt: Date.now() };
          return asks((reply) => ({ kind: 'code', asked, sentAt: code.sentAt, reply }));
        },
        onPayment: ({ paymentUrl, problem }) => paying.ask(paymentUrl, problem !== undefined),
        onStatus: (phase) => {
          // Before the place is known, its question is what there is to see.
          if (place !== null && !paying.shows(phase)) show({ kind: 'busy', phase });
        },
      });
      if (outcome.outcome !== 'aborted') show({ kind: 'ended', outcome });
    } catch (error) {
      show({ kind: 'fault', fault: readFault(error), reply: () => setView(null) });
    }
  }, [client, requestId]);

  const leave = useCallback(() => {
    running.current.abort();
    setView(null);
  }, []);
  return { view, begin, leave };
}

/** Keeps the payment's screen while it is looked for: it is looked for again and again, and must not flicker. */
class Paying {
  private url: string | null | undefined;
  private isEarly = false;

  constructor(private readonly show: (view: View) => void) {}

  ask(url: string | null, isUnseen: boolean): Promise<void> {
    this.url = url;
    if (this.isEarly) {
      this.isEarly = false;
      return Promise.resolve();
    }
    return new Promise((reply) => this.tell(isUnseen ? 'notSeen' : 'asked', reply));
  }

  /** Whether the payment's screen is what is to be seen in this phase. */
  shows(phase: SigningPhase): boolean {
    if (this.url === undefined) return false;
    if (phase === 'confirmPayment') this.tell('looking', () => {});
    // signContract pauses before it asks: a customer who is faster is heard all the same.
    else if (phase === 'askForPayment') this.tell('notSeen', () => (this.isEarly = true));
    else return false;
    return true;
  }

  private tell(state: PaymentState, reply: () => void): void {
    this.show({ kind: 'payment', url: this.url ?? null, state, reply });
  }
}
