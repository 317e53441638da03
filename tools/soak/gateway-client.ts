import { randomUUID } from 'node:crypto';
import type { Copy } from './audit-log.js';
import type { Secrets } from './leaks.js';
import { ClosedUnanswered, sendOverWebSocket } from './socket-operation.js';

/** A union member of a mutation's answer. */
export type Member = { __typename: string } & Record<string, unknown>;

/** A mutation: its field, the type of its input, and what is asked of its answer. */
export interface Mutation {
  field: string;
  type: string;
  fields: string;
}

/** The outcome of a mutation, as its client sees it. */
export interface Taken extends Copy {
  member: Member | null;
  /** The code of the error and its sentence, where there was one. */
  error: string | null;
}

export interface Answer {
  data?: Record<string, Member | null> | null;
  errors?: { message: string; extensions: { code: string; outcome?: string } }[];
}

/** How an operation goes out. */
export type SoakTransport = 'http' | 'websocket' | 'sse';

/** How an operation goes out, and under which request id. */
interface Sending {
  requestId: string;
  transport: SoakTransport;
  /** How often its connection was closed without an answer, so that it was sent again. */
  closedUnanswered: number;
}

/** The gateway is being stopped: graphql-ws connects again and sends all that was not answered, steps too. */
const SERVICE_RESTART = 1012;
const INTERNAL = 'INTERNAL_SERVER_ERROR';
/** As graphql-ws by itself. */
const MAX_TIMES_ASKED_AGAIN = 5;

/** Sends operations as a frontend does, and looks for secrets in the errors that come back. */
export class GatewayClient {
  operations = 0;
  readonly leaked: string[] = [];
  /** Whatever fails around a gateway, it never fails itself. */
  readonly internalErrors: string[] = [];

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

  /** What the mutation came to, as far as its client knows. */
  async mutate(
    { field, type, fields }: Mutation,
    input: object,
    token: string | null,
    transport: SoakTransport = 'http',
  ): Promise<Taken> {
    const document = `mutation Soak($input: ${type}!) { ${field}(input: $input) { __typename ${fields} } }`;
    const requestId = randomUUID();
    const from = Date.now();
    const sending = { requestId, transport, closedUnanswered: 0 };
    this.secrets.addSent(input);
    const answer = await this.send(document, { input }, token, sending).catch((error: Error) => error);
    const sent = { requestId, from, to: Date.now(), closedUnanswered: sending.closedUnanswered };
    if (answer instanceof Error)
      return { ...sent, outcome: 'cut', member: null, error: `${transport} ${textOf(answer)}` };
    const member = answer.data?.[field] ?? null;
    this.secrets.addAnswered(member);
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
    sending: Sending = { requestId: randomUUID(), transport: 'http', closedUnanswered: 0 },
  ): Promise<Answer> {
    const { requestId, transport } = sending;
    this.operations += 1;
    const headers = {
      'x-request-id': requestId,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const body = JSON.stringify({ query, variables });
    const signal = AbortSignal.timeout(this.patienceMs);
    const answer =
      transport === 'websocket'
        ? await this.untilAnswered(sending, () =>
            sendOverWebSocket(`${this.url}/graphql`, headers, body, signal),
          )
        : await POSTED[transport](this.url, headers, body, signal);
    if (answer.errors) {
      for (const { message, extensions } of answer.errors)
        if (extensions.code === INTERNAL) this.internalErrors.push(`${INTERNAL} of ${requestId}: ${message}`);
      for (const kind of this.secrets.foundIn(JSON.stringify(answer.errors)).keys())
        this.leaked.push(`${kind} in an error`);
    }
    return answer;
  }

  private async untilAnswered(sending: Sending, send: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await send();
      } catch (error) {
        const isToGoOn = error instanceof ClosedUnanswered && error.code === SERVICE_RESTART;
        if (!isToGoOn || sending.closedUnanswered >= MAX_TIMES_ASKED_AGAIN) throw error;
        sending.closedUnanswered += 1;
      }
    }
  }
}

function textOf({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

type Posted = (
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
) => Promise<Answer>;

const POSTED: Record<Exclude<SoakTransport, 'websocket'>, Posted> = {
  http: async (url, headers, body, signal) => answerIn(await post(`${url}/graphql`, headers, body, signal)),
  sse: async (url, headers, body, signal) => {
    const accept = { accept: 'text/event-stream' };
    const posted = await post(`${url}/graphql/stream`, { ...headers, ...accept }, body, signal);
    if (!posted.type.startsWith('text/event-stream')) return answerIn(posted);
    const [, result] = /^event: next\ndata: (.*)$/m.exec(posted.text) ?? [];
    if (result === undefined) throw new Error('an event stream ended without a result');
    return JSON.parse(result) as Answer;
  },
};

interface Posting {
  status: number;
  type: string;
  text: string;
}

async function post(...[url, headers, body, signal]: Parameters<Posted>): Promise<Posting> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    signal,
  });
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, text: await response.text() };
}

function answerIn({ status, type, text }: Posting): Answer {
  // The balancer's own page, HAProxy's or ours: it has found no gateway to send this to.
  if (status === 503 && type.startsWith('text/html'))
    return { errors: [{ message: 'No gateway is there.', extensions: { code: 'NOT_SENT' } }] };
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new Error(`answered with ${status}, which is no JSON`);
  }
}

const REFUSALS: ReadonlySet<string> = new Set([
  'Rejection',
  'NotEligible',
  'LivenessRequired',
  'PaymentRequired',
  'LoginOtpRequired',
  'IdentityCheckFailed',
]);
