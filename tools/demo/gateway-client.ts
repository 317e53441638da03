import { setTimeout as pause } from 'node:timers/promises';
import type { Narrator } from './narrator.js';
import { reach } from './reach.js';

/** RATE_LIMITED says that nothing was sent, so that asking again is no second step. */
const MAX_WAITS = 3;

interface GraphQLAnswer<Data> {
  data?: Data;
  errors?: { message: string; extensions: { code: string; retryAfterSeconds?: number } }[];
}

/** A frontend's view of the gateway: named operations over HTTP, each reported to the narrator. */
export class GatewayClient {
  private token: string | null = null;

  constructor(
    readonly url: string,
    private readonly operations: Map<string, string>,
    private readonly narrator: Narrator,
  ) {}

  /** The caller that sends the operations. */
  get accessToken(): string {
    return this.token ?? '';
  }

  /** Every later operation is sent as this caller. */
  signInWith(accessToken: string): void {
    this.token = accessToken;
  }

  /**
   * Sends one of the operations and answers its data.
   * @throws an Error with the gateway's own sentence where it answered with errors.
   */
  async run<Data>(
    title: string,
    name: string,
    variables?: Record<string, unknown>,
    waits = 0,
  ): Promise<Data> {
    const document = this.operations.get(name);
    if (!document) throw new Error(`There is no operation ${name} in client/operations.`);
    const startedAt = performance.now();
    const response = await this.post(JSON.stringify({ operationName: name, query: document, variables }));
    const answer = (await response.json()) as GraphQLAnswer<Data>;
    const seconds = answer.errors?.find(({ extensions }) => extensions.code === 'RATE_LIMITED')?.extensions
      .retryAfterSeconds;
    if (seconds !== undefined && waits < MAX_WAITS) {
      this.narrator.remark(`The tenant’s quota at Vlens is used up: asking again in ${seconds} s.`);
      await pause(seconds * 1000);
      return this.run(title, name, variables, waits + 1);
    }
    this.narrator.step({
      title,
      operation: document,
      variables,
      answer: answer.errors ? answer : answer.data,
      durationMs: Math.round(performance.now() - startedAt),
    });
    if (answer.errors?.length || !answer.data) {
      throw new Error(answer.errors?.map(({ message }) => message).join(' ') ?? 'The gateway sent no data.');
    }
    return answer.data;
  }

  private post(body: string): Promise<Response> {
    const headers = {
      'content-type': 'application/json',
      ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
    };
    return reach(`The gateway at ${this.url}`, `${this.url}/graphql`, { method: 'POST', headers, body });
  }
}

/** Whether a gateway is ready to answer at this address. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) });
    return response.ok;
  } catch {
    return false;
  }
}
