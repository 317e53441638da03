import {
  type Execute,
  type LivenessAsked,
  type LivenessScanInput,
  type OtpAnswer,
  type OtpAsked,
  type PaymentAsked,
  type SigningOutcome,
  type SigningPhase,
  StatusDocument,
  signContract,
  type Watch,
} from '@vlens-gateway/client';
import { useEffect, useRef, useState } from 'react';
import { whereTheDeviceIs } from './device';

/** What the customer is asked, with the way to answer. */
export type Question =
  | { of: 'scan'; asked: LivenessAsked; answer: (scan: LivenessScanInput) => void }
  | { of: 'code'; asked: OtpAsked; answer: (code: OtpAnswer) => void }
  | { of: 'payment'; asked: PaymentAsked; answer: () => void };

export interface Signature {
  phase: SigningPhase | null;
  question: Question | null;
  outcome: SigningOutcome | null;
  /** What the device could not do, e.g. tell where it is; or that nobody answered. */
  failure: string | null;
  sign: () => void;
  /** Reads where the request stands, after an outcome that is not known. */
  look: () => void;
}

type State = Omit<Signature, 'sign' | 'look'>;
const START: State = { phase: null, question: null, outcome: null, failure: null };

/** The page's time with one request. */
interface Visit {
  leaving: AbortController;
  isBusy: boolean;
}

/**
 * One signature at a time, turned from callbacks into what a component renders. Leaving the page ends it, and so does another request,
 * which begins anew.
 */
export function useSignature(execute: Execute, watch: Watch, requestId: string): Signature {
  const [state, setState] = useState({ ...START, requestId });
  const visit = useRef<Visit | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    visit.current = { leaving, isBusy: false };
    setState({ ...START, requestId });
    return () => leaving.abort();
  }, [requestId]);

  /** One thing at a time, and nothing of it for another request than this one. */
  async function once(
    work: (signal: AbortSignal, show: (change: Partial<State>) => void) => Promise<void>,
  ): Promise<void> {
    const here = visit.current;
    if (!here || here.isBusy) return;
    here.isBusy = true;
    const { signal } = here.leaving;
    const show = (change: Partial<State>) => {
      if (!signal.aborted) setState((before) => ({ ...before, ...change }));
    };
    try {
      await work(signal, show);
    } catch (error) {
      show({ failure: error instanceof Error ? error.message : String(error) });
    } finally {
      here.isBusy = false;
      show({ question: null });
    }
  }

  const sign = () =>
    once(async (signal, show) => {
      show({ outcome: null, failure: null });
      const ask = <Answer>(questionOf: (answer: (given: Answer) => void) => Question) =>
        new Promise<Answer>((answer) => show({ question: questionOf(answer) }));
      const outcome = await signContract({
        execute,
        watch,
        requestId,
        signal,
        locate: whereTheDeviceIs,
        onStatus: (phase) => show({ phase, question: null }),
        onLivenessRequired: (asked) => ask((answer) => ({ of: 'scan', asked, answer })),
        onOtp: (asked) => ask((answer) => ({ of: 'code', asked, answer })),
        onPayment: (asked) => ask<void>((answer) => ({ of: 'payment', asked, answer })),
      });
      show({ outcome });
    });

  const look = () => {
    const { outcome } = state;
    return once(async (signal, show) => {
      show({ outcome: null });
      try {
        const { businessRequest } = await execute(StatusDocument, { id: requestId }, signal);
        const next = businessRequest?.nextStep;
        const isSigned = next === 'DONE' || next === 'WAIT_FOR_COUNTERSIGNATURE';
        show(isSigned ? { outcome: { outcome: 'alreadySigned' } } : START);
      } catch {
        // Nobody has answered: it stays as unknown as it was.
        show({ outcome });
      }
    });
  };

  // What is still shown of the request before is not this one's.
  const { requestId: _of, ...shown } = state.requestId === requestId ? state : { ...START, requestId };
  return { ...shown, sign: () => void sign(), look: () => void look() };
}
