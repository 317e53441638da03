import { Kind } from 'graphql';
import { type Execute, GatewayErrors } from '../../client/src/index.js';

export interface SentOperation {
  name: string;
  input: Record<string, unknown>;
}

/** By the name of an operation: what it is answered, or throws; told how often it was sent before. */
export type Answers = Record<string, (input: Record<string, unknown>, before: number) => unknown>;

export interface FakeGateway {
  execute: Execute;
  sent: SentOperation[];
  times: (name: string) => number;
  inputsOf: (name: string) => Record<string, unknown>[];
}

/** A gateway of answers alone, where what matters is what a client makes of them. */
export function answering(answers: Answers): FakeGateway {
  const sent: SentOperation[] = [];
  const inputsOf = (name: string) => sent.filter((each) => each.name === name).map(({ input }) => input);
  const execute = async (document: Parameters<Execute>[0], variables: unknown) => {
    const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const name = (operation && 'name' in operation && operation.name?.value) || '';
    const { input = variables } = variables as { input?: unknown };
    const before = inputsOf(name).length;
    sent.push({ name, input: input as Record<string, unknown> });
    const answer = answers[name];
    if (!answer) throw new Error(`Nobody expects ${name}.`);
    return answer(input as Record<string, unknown>, before);
  };
  return { execute: execute as Execute, sent, inputsOf, times: (name) => inputsOf(name).length };
}

/** The session is over: nothing was done. */
export function sessionOver(): never {
  throw new GatewayErrors([{ message: 'Log in again.', extensions: { code: 'UNAUTHENTICATED' } }]);
}

/** As `fetch` tells of it. */
export function noAnswer(): never {
  throw new TypeError('fetch failed');
}

/** What it came to, or that it still waits when nothing is left that could go on by itself. */
export function settled<T>(work: Promise<T>): Promise<T | 'waits'> {
  return Promise.race([work, new Promise<'waits'>((resolve) => setImmediate(() => resolve('waits')))]);
}
