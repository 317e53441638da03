import { randomUUID } from 'node:crypto';
import type { Copy } from './audit-log.js';
import type { Secrets } from './leaks.js';
import { sendOverWebSocket } from './socket-operation.js';

/** A union member of a mutation's answer. */
export type Member = { __typename: string } & Record<string, unknown>;

/** A mutation: its field, the type of its input, and what is asked of its answer. */
export interface Mutation {
  field: string;
  type: string;
  fields: string;
}

/** What became of a mutation, as its client sees it. */
export interface Taken extends Copy {
  member: Member | null;
  /** The code of the error and its sentence, where there was one. */
  error: string | null;
}

export interface Answer {
  data?: Record<string, Member | null> | null;
  errors?: { message: string; extensions: { code: string; outcome?: string } }[];
}

/** How an operation goes out, and under which request id. */
interface Sending {
  requestId: string;
  transport: 'http' | 'websocket';
}

/** Sends operations as a frontend does, and looks for secrets in the errors that come back. */
export class GatewayClient {
  operations = 0;
  readonly leaked: string[] = [];

  constructor(
    private readonly url: string,
    private readonly secrets: Secrets,
    /** How long it waits for an answer. */
    private readonly patienceMs = 20_000,
  ) {}

  /** The data, or null where there was none. */
  async query(document: string, variables: object, token: string | null): Promise<Answer['data']> {
    return (await this.send(document, variables, token).catch(() => null))?.data ?? null;
  }

  /** What the mutation came to, as far as its client can tell. */
  async mutate(
    { field, type, fields }: Mutation,
    input: object,
    token: string | null,
    transport: Sending['transport'] = 'http',
  ): Promise<Taken> {
    const document = `mutation Soak($input: ${type}!) { ${field}(input: $input) { __typename ${fields} } }`;
    const requestId = randomUUID();
    const from = Date.now();
    const answer = await this.send(document, { input }, token, { requestId, transport }).catch(() => null);
    const sent = { requestId, from, to: Date.now() };
    if (answer === null) return { ...sent, outcome: 'cut', member: null, error: 'cut' };
    const member = answer.data?.[field] ?? null;
    const [error] = answer.errors ?? [];
    if (error || !member) {
      const outcome = error?.extensions.outcome === 'UNKNOWN' ? 'unknown' : 'refused';
      return { ...sent, outcome, member: null, error: `${error?.extensions.code} ${error?.message}` };
    }
    const outcome = REFUSALS.has(member.__typename) ? 'refused' : 'acknowledged';
    return { ...sent, outcome, member, error: null };
  }

  private async send(
    query: string,
    variables: object,
    token: string | null,
    { requestId, transport }: Sending = { requestId: randomUUID(), transport: 'http' },
  ): Promise<Answer> {
    this.operations += 1;
    const headers = {
      'x-request-id': requestId,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const body = JSON.stringify({ query, variables });
    const signal = AbortSignal.timeout(this.patienceMs);
    const answer =
      transport === 'websocket'
        ? await sendOverWebSocket(`${this.url}/graphql`, headers, body, signal)
        : await sendOverHttp(`${this.url}/graphql`, headers, body, signal);
    if (answer.errors) {
      for (const kind of this.secrets.foundIn(JSON.stringify(answer.errors)).keys())
        this.leaked.push(`${kind} in an error`);
    }
    return answer;
  }
}

async function sendOverHttp(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    signal,
  });
  // HAProxy's own page: it has found no gateway to send this to.
  if (response.status === 503 && response.headers.get('content-type')?.startsWith('text/html')) {
    await response.text();
    return { errors: [{ message: 'No gateway is there.', extensions: { code: 'NOT_SENT' } }] };
  }
  return (await response.json()) as Answer;
}

const REFUSALS: ReadonlySet<string> = new Set([
  'Rejection',
  'NotEligible',
  'LivenessRequired',
  'PaymentRequired',
  'LoginOtpRequired',
  'IdentityCheckFailed',
]);
