import { fetchWithSession, GatewayErrors } from '@vlens-gateway/client';
import { pageFetch } from '../page-fetch';
import { USUAL_PAUSE_SECONDS } from '../pause';
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

  /**
   * Another token than the one that was refused: whatever is read renews it. Null where the session can't go on, also where what is read is
   * still answered to the old one: it would be refused again and again.
   */
  async freshToken(refused: string | null): Promise<string | null> {
    while (this.#token === refused) {
      try {
        await this.execute(DOCUMENTS.eligibility, {});
        break;
      } catch (error) {
        const fault = readFault(error);
        if (fault.kind === 'sessionOver') return null;
        // Nothing was found out: whether it can go on shows when somebody answers.
        await passed(fault.kind === 'rateLimited' ? fault.retryAfterSeconds : USUAL_PAUSE_SECONDS);
      }
    }
    return this.#token === refused ? null : this.#token;
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

function passed(seconds: number): Promise<void> {
  return new Promise((over) => setTimeout(over, seconds * 1000));
}
