import { ANSWER_NOT_KNOWN, LEFT_UNDER_WAY, NOT_REACHED, TOKEN_UNREADABLE, WENT_WRONG } from './sentences.js';

/** A GraphQL error of the gateway: what no client is expected to handle as data. */
export interface Fault {
  /**
   * As the gateway's `extensions.code` has it; `NETWORK` where no answer of the gateway came, `WRONG_ADDRESS` where a server answered that
   * is no gateway, or a gateway at another path than its `/graphql`, `UNKNOWN_ANSWER` where one came that this version of the client
   * does not know.
   */
  code: string;
  message: string;
  /** Quote it to the operator of the gateway. */
  requestId?: string;
  /** Nothing was done yet: it may be sent again after so many seconds. */
  retryAfterSeconds?: number;
  /** `UNKNOWN`: a step was sent, and whether it was taken is not known. */
  outcome?: string;
  /** It befell a field of the answer: what the operation was for has its answer. */
  isBelowStep?: true;
  /** For developers and operators, in English: what to look at. Customers are shown `message`. */
  hint?: string;
  /** What is wrong with the input, field by field. */
  fieldErrors?: { field: string; message: string; hint?: string }[];
}

/** An answer that came, and that this version of the client does not know. */
export const NOT_KNOWN: Fault = {
  code: 'UNKNOWN_ANSWER',
  message: ANSWER_NOT_KNOWN,
  outcome: 'UNKNOWN',
  hint: 'This version does not know the answer: update @vlens-gateway/client.',
};

/** The page was left while a step was in flight. */
export const LEFT: Fault = {
  code: 'NETWORK',
  message: LEFT_UNDER_WAY,
  outcome: 'UNKNOWN',
};

/** The gateway answered with GraphQL errors. */
export class GatewayErrors extends Error {
  override readonly name = 'GatewayErrors';

  constructor(
    readonly errors: readonly { message: string; path?: readonly (string | number)[]; extensions?: object }[],
    /** What was answered anyway. */
    readonly data: unknown = null,
  ) {
    super(errors.map(({ message }) => message).join(' '));
  }
}

/** The token can't be written into a header: nothing is sent. `fetch` would report it as a lost connection, which it is not. */
export function tokenUnreadable(): GatewayErrors {
  const extensions = {
    code: 'UNAUTHENTICATED',
    hint: 'The access token holds a line break, or a letter that no header can hold: give the one that the login answered.',
  };
  return new GatewayErrors([{ message: TOKEN_UNREADABLE, extensions }]);
}

/** A server answered, and not as the gateway does. */
export class NoGraphQL extends Error {
  override readonly name = 'NoGraphQL';

  constructor(
    url: string,
    readonly status: number,
  ) {
    super(
      `${withoutQuery(url)} answered HTTP ${status}, and not as the gateway does: check the address. GraphQL is at the gateway’s /graphql.`,
    );
  }
}

/**
 * The fault behind what a GraphQL client has thrown: Apollo Client and `fetchExecute` keep the gateway's errors as
 * `errors`, urql as `graphQLErrors`, graphql-request under `response`. Where there are none, no answer came.
 */
export function faultOf(thrown: unknown): Fault {
  const errors = errorsOf(thrown);
  const first = errors.find((error) => !isBelow(error)) ?? errors[0];
  if (first === undefined) return withoutErrors(thrown);
  const extensions = field(first, 'extensions');
  const requestId = field(extensions, 'requestId');
  const retryAfterSeconds = field(extensions, 'retryAfterSeconds');
  const outcome = field(extensions, 'outcome');
  const hint = field(extensions, 'hint');
  const fieldErrors = field(extensions, 'fieldErrors');
  return {
    code: String(field(extensions, 'code') ?? 'INTERNAL_SERVER_ERROR'),
    message: String(field(first, 'message') ?? WENT_WRONG),
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
    ...(typeof outcome === 'string' ? { outcome } : {}),
    ...(isBelow(first) ? { isBelowStep: true } : {}),
    ...(typeof hint === 'string' ? { hint } : {}),
    ...(Array.isArray(fieldErrors) ? { fieldErrors } : {}),
  };
}

function withoutErrors(thrown: unknown): Fault {
  const status = statusOf(thrown);
  const message = NOT_REACHED;
  if (status === undefined) return { code: 'NETWORK', message };
  const hint =
    thrown instanceof NoGraphQL
      ? thrown.message
      : `The address answered HTTP ${status}, and not as the gateway does: check it. GraphQL is at the gateway’s /graphql.`;
  // Whatever else stands between may have lost the gateway's own answer.
  return { code: NOT_THERE.has(status) ? 'WRONG_ADDRESS' : 'NETWORK', message, hint };
}

const NOT_THERE: ReadonlySet<number> = new Set([301, 302, 303, 307, 308, 404, 405, 410]);

/** Where no GraphQL came: Apollo Client names it `statusCode`; urql and graphql-request keep the response. */
function statusOf(thrown: unknown): number | undefined {
  const status =
    field(thrown, 'status') ?? field(thrown, 'statusCode') ?? field(field(thrown, 'response'), 'status');
  return typeof status === 'number' ? status : undefined;
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '');
}

/** The data that came with errors of nothing but fields below it; null where the client has thrown it away. */
export function answerOf<Data>(thrown: unknown): Data | null {
  const errors = errorsOf(thrown);
  const data = field(thrown, 'data') ?? field(field(thrown, 'response'), 'data');
  const isAnswer = errors.length > 0 && errors.every(isBelow) && typeof data === 'object' && data !== null;
  return isAnswer && Object.values(data).every((value) => value !== null) ? (data as Data) : null;
}

function errorsOf(thrown: unknown): unknown[] {
  const response = field(thrown, 'response');
  const lists = [field(thrown, 'errors'), field(thrown, 'graphQLErrors'), field(response, 'errors')];
  return lists.find((list): list is unknown[] => Array.isArray(list) && list.length > 0) ?? [];
}

function isBelow(error: unknown): boolean {
  const path = field(error, 'path');
  return Array.isArray(path) && path.length > 1;
}

function field(source: unknown, name: string): unknown {
  return typeof source === 'object' && source !== null ? Reflect.get(source, name) : undefined;
}
