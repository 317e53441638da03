import {
  type Execute,
  fetchExecute,
  fetchWatch,
  fetchWithSession,
  GatewayErrors,
  type Tokens,
  type Watch,
} from '@vlens-gateway/client';
import { DOCUMENTS } from './documents';
import { readFault } from './faults';
import type { Answered, Call } from './state/operations';

const GRAPHQL = '/graphql';
/** A phone that lost its network may never say so. */
const TIMEOUT_MS = 60_000;

/** Whoever is at the page: nobody at first. The tokens live here, in memory, and nowhere else. */
export class Account {
  #tokens: Tokens | null = null;
  #execute: Execute = fetchExecute({ url: GRAPHQL });
  #watch: Watch = fetchWatch({ url: GRAPHQL });

  readonly accessToken = (): string | null => this.#tokens?.accessToken ?? null;

  /** Sends a call once and answers its one field. Whoever registers or logs in is logged in from here on. */
  readonly send = async (call: Call): Promise<Answered> => {
    const answer = await this.#answerOf(call);
    const answered = { name: call.name, answer } as Answered;
    if (
      (answered.name === 'register' || answered.name === 'login') &&
      answered.answer.__typename === 'Session'
    )
      this.#open(answered.answer);
    return answered;
  };

  readonly execute: Execute = (document, variables, signal) => this.#execute(document, variables, signal);
  readonly watch: Watch = (document, variables, signal) => this.#watch(document, variables, signal);

  /** One that is accepted now: whatever is read renews one that is not. Null where the session can't go on. */
  async freshToken(): Promise<string | null> {
    try {
      await this.#execute(DOCUMENTS.eligibility, {});
    } catch (error) {
      if (readFault(error).kind === 'sessionOver') return null;
    }
    return this.accessToken();
  }

  async #answerOf({ name, variables }: Call): Promise<unknown> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const data = await this.#execute<object, object>(DOCUMENTS[name] as never, variables, timeout);
      return Reflect.get(data, name);
    } catch (error) {
      // A field below the step failed; the step has its answer.
      const answer = error instanceof GatewayErrors ? fieldOf(error.data, name) : null;
      if (answer === null || answer === undefined) throw error;
      return answer;
    }
  }

  #open({
    accessToken,
    refreshToken = null,
  }: {
    accessToken: string;
    refreshToken?: string | null | undefined;
  }) {
    this.#tokens = { accessToken, refreshToken };
    const session = fetchWithSession({
      url: GRAPHQL,
      tokens: this.#tokens,
      onTokens: (tokens) => {
        this.#tokens = tokens;
      },
    });
    this.#execute = session.execute;
    this.#watch = session.watch;
  }
}

function fieldOf(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null ? Reflect.get(data, name) : null;
}
