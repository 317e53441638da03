import { fetchWithSession, GatewayErrors } from '@vlens-gateway/client';
import { pageFetch } from '../page-fetch';
import { DOCUMENTS } from './documents';
import { readFault } from './faults';
import type { Answered, Call } from './state/operations';

const GRAPHQL = '/graphql';
/** A phone that lost its network may never say so. */
const TIMEOUT_MS = 60_000;

/** Who is at the page: nobody at first. The tokens live here, in memory, and nowhere else. */
export class Account {
  #token: string | null = null;
  readonly #session = fetchWithSession({
    url: GRAPHQL,
    tokens: null,
    fetch: pageFetch,
    onTokens: ({ accessToken }) => {
      this.#token = accessToken;
    },
  });
  readonly execute = this.#session.execute;
  readonly watch = this.#session.watch;

  readonly accessToken = (): string | null => this.#token;

  /** Sends a call once and answers its one field. Anybody who registers or logs in is logged in from here on. */
  readonly send = async (call: Call): Promise<Answered> => {
    const answered = { name: call.name, answer: await this.#answerOf(call) } as Answered;
    if (
      (answered.name === 'register' || answered.name === 'login') &&
      answered.answer.__typename === 'Session'
    ) {
      this.#token = answered.answer.accessToken;
      this.#session.signIn(answered.answer);
    }
    return answered;
  };

  /** One that is accepted now: whatever is read renews one that is not. Null where the session can't go on. */
  async freshToken(): Promise<string | null> {
    try {
      await this.execute(DOCUMENTS.eligibility, {});
    } catch (error) {
      if (readFault(error).kind === 'sessionOver') return null;
    }
    return this.#token;
  }

  async #answerOf({ name, variables }: Call): Promise<unknown> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const data = await this.execute<object, object>(DOCUMENTS[name] as never, variables, timeout);
      return Reflect.get(data, name);
    } catch (error) {
      // A field below the step failed; the step has its answer.
      const answer = error instanceof GatewayErrors ? fieldOf(error.data, name) : null;
      if (answer === null || answer === undefined) throw error;
      return answer;
    }
  }
}

function fieldOf(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null ? Reflect.get(data, name) : null;
}
