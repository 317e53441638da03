import {
  type Execute,
  type LivenessAsked,
  type LivenessScanInput,
  type OtpAnswer,
  type OtpAsked,
  type PaymentAsked,
  type SigningOutcome,
  type SigningPhase,
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
  /** What the device could not do, e.g. tell where it is. */
  failure: string | null;
  sign: () => void;
}

/** One signature at a time, turned from callbacks into what a component renders. Leaving the page ends it. */
export function useSignature(execute: Execute, watch: Watch, requestId: string): Signature {
  const [phase, setPhase] = useState<SigningPhase | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [outcome, setOutcome] = useState<SigningOutcome | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const underWay = useRef<AbortController | null>(null);
  useEffect(() => () => underWay.current?.abort(), []);

  async function sign(): Promise<void> {
    if (underWay.current) return;
    const leaving = new AbortController();
    underWay.current = leaving;
    setOutcome(null);
    setFailure(null);
    try {
      setOutcome(
        await signContract({
          execute,
          watch,
          requestId,
          signal: leaving.signal,
          locate: whereTheDeviceIs,
          onStatus(next) {
            setPhase(next);
            setQuestion(null);
          },
          onLivenessRequired: (asked) => new Promise((answer) => setQuestion({ of: 'scan', asked, answer })),
          onOtp: (asked) => new Promise((answer) => setQuestion({ of: 'code', asked, answer })),
          onPayment: (asked) => new Promise((answer) => setQuestion({ of: 'payment', asked, answer })),
        }),
      );
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      underWay.current = null;
      setQuestion(null);
    }
  }
  return { phase, question, outcome, failure, sign: () => void sign() };
}
