import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Fault, readFault } from '../faces/fault';
import { type Customer, type Ending, type SigningStep, signContract } from './sign-contract';

type Asked<Question extends keyof Customer> =
  Parameters<Customer[Question]> extends [infer Only] ? Only : object;
type Reply<Question extends keyof Customer> = (answer: Awaited<ReturnType<Customer[Question]>>) => void;

/** What the customer sees while signing: a question that waits for a reply, or what is under way. */
export type View =
  | { kind: 'place'; reply: Reply<'place'> }
  | ({ kind: 'pictures'; reply: Reply<'pictures'> } & Asked<'pictures'>)
  | ({ kind: 'code'; reply: Reply<'code'> } & Asked<'code'>)
  | ({ kind: 'payment'; reply: () => void } & Asked<'payment'>)
  | { kind: 'fault'; fault: Fault; reply: () => void }
  | { kind: 'busy'; step: SigningStep }
  | { kind: 'ended'; ending: Ending };

/** Signing as React sees it: each question of the flow becomes a view, and its reply goes on with the flow. */
export function useSigning(requestId: string) {
  const client = useApolloClient();
  const [view, setView] = useState<View | null>(null);
  // A flow that was left still awaits a reply: nobody gives it, and what it shows must not cover the next one.
  const flow = useRef(0);
  useEffect(() => () => void flow.current++, []);

  const begin = useCallback(async () => {
    flow.current++;
    const own = flow.current;
    const show = (next: View) => {
      if (own === flow.current) setView(next);
    };
    const customer: Customer = {
      place: () => new Promise((reply) => show({ kind: 'place', reply })),
      pictures: (asked) => new Promise((reply) => show({ kind: 'pictures', reply, ...asked })),
      code: (asked) => new Promise((reply) => show({ kind: 'code', reply, ...asked })),
      payment: (asked) => new Promise((reply) => show({ kind: 'payment', reply: () => reply(), ...asked })),
      pause: (fault) => new Promise((reply) => show({ kind: 'fault', fault, reply: () => reply() })),
      waitFor: (step) => show({ kind: 'busy', step }),
    };
    try {
      show({ kind: 'ended', ending: await signContract(client, requestId, customer) });
    } catch (error) {
      show({ kind: 'fault', fault: readFault(error), reply: () => setView(null) });
    }
  }, [client, requestId]);

  const leave = useCallback(() => {
    flow.current++;
    setView(null);
  }, []);
  return { view, begin, leave };
}
