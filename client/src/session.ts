import { type DocumentNode, Kind } from 'graphql';
import type { Execute, Watch } from './execute.js';
import { faultOf } from './faults.js';
import { type FetchOptions, fetchExecute, fetchWatch } from './fetch-gateway.js';
import { RefreshSessionDocument } from './generated/graphql.js';
import { newIdempotencyKey, REAL_ENVIRONMENT } from './signing/environment.js';
import type { Environment } from './signing/types.js';

/** What a session goes on with: of `Session`, whichever mutation answered it. */
export interface Tokens {
  accessToken: string;
  refreshToken?: string | null;
}

export interface SessionOptions extends Omit<FetchOptions, 'token'> {
  /** Null where nobody is logged in yet: see `signIn`. */
  tokens: Tokens | null;
  /** There are new tokens: keep them in place of the old, which are to be counted as used up. */
  onTokens?: (tokens: Tokens) => void;
  /** The session can't go on: log in again and answer the new tokens, or null to give up. */
  onSessionExpired?: () => Promise<Tokens | null>;
  /** Held by tests. */
  environment?: Partial<Pick<Environment, 'pause'>>;
}

export interface FetchWithSession {
  execute: Execute;
  watch: Watch;
  /** Somebody has registered or logged in: what is sent from now on is theirs, and nothing that was sent before is sent again as theirs. */
  signIn: (tokens: Tokens) => void;
  /**
   * Of a WebSocket, for graphql-ws: `createClient({ url, connectionParams, on: { closed } })`. A socket that the gateway closed
   * with 4403, since its token has ended, is opened again with a refreshed one.
   */
  connectionParams: () => Promise<{ authorization?: string }>;
  closed: (event: unknown) => void;
}

/** The gateway's close code for a token that is not accepted. */
const FORBIDDEN = 4403;
/** Of one opening of a WebSocket: the gateway waits some seconds for its token. */
const MAX_REFRESHES = 3;

/** Whose token an operation was sent with: another `generation` is somebody else who has signed in since. */
interface SentWith {
  accessToken: string | null;
  generation: number;
}

/**
 * `execute` and `watch` of somebody who stays logged in: where the gateway does not accept the access token, it is refreshed once
 * for all that wait for it, and what was refused, which did nothing, is sent again. A subscription opens again with the new token.
 */
export function fetchWithSession(options: SessionOptions): FetchWithSession {
  const session = new RefreshedSession(options);
  const { pause } = { ...REAL_ENVIRONMENT, ...options.environment };
  const executeAs = (token: string | null) => fetchExecute({ ...options, token });
  const watchAs = (token: string | null) => fetchWatch({ ...options, token });
  let sent: SentWith = session.current();
  let isRefused = false;
  return {
    signIn: (tokens) => session.signIn(tokens),
    async connectionParams() {
      // graphql-ws ends every subscription where this rejects. With the old token the gateway says again that it is not accepted.
      if (isRefused) await renewPatiently(sent);
      isRefused = false;
      sent = session.current();
      return sent.accessToken === null ? {} : { authorization: `Bearer ${sent.accessToken}` };
    },
    closed(event) {
      isRefused ||= (event as { code?: unknown } | null)?.code === FORBIDDEN;
    },
    async execute(document, variables, signal) {
      const before = session.current();
      try {
        return await executeAs(before.accessToken)(document, variables, signal);
      } catch (error) {
        const accessToken = await renewedAfter(error, before, isMutation(document));
        return executeAs(accessToken)(document, variables, signal);
      }
    },
    async *watch(document, variables, signal) {
      let before = session.current();
      for (let hasRenewed = false; ; ) {
        try {
          for await (const data of watchAs(before.accessToken)(document, variables, signal)) {
            hasRenewed = false;
            yield data;
          }
          return;
        } catch (error) {
          if (hasRenewed) throw error;
          before = { ...before, accessToken: await renewedAfter(error, before, false) };
          hasRenewed = true;
        }
      }
    },
  };

  /** The token to send an operation again with. Where there is none, or where it did something, throws what it was refused with. */
  async function renewedAfter(error: unknown, before: SentWith, wasStep: boolean): Promise<string> {
    const { code, isBelowStep } = faultOf(error);
    if (code !== 'UNAUTHENTICATED' || (wasStep && isBelowStep)) throw error;
    const accessToken = await session.renew(before).catch((failure: unknown) => {
      const cause = failure instanceof NotRefreshed ? failure.cause : failure;
      // A read may be sent again after this error. Of a step it would say that the answer was lost, though nothing was done yet.
      throw wasStep ? becauseOf(error, cause) : cause;
    });
    if (accessToken === null) throw error;
    return accessToken;
  }

  async function renewPatiently(before: SentWith): Promise<void> {
    for (let tries = 1; tries <= MAX_REFRESHES; tries += 1) {
      try {
        await session.renew(before);
        return;
      } catch (failure) {
        if (!(failure instanceof NotRefreshed)) return;
        if (tries < MAX_REFRESHES) await pause(250 * 2 ** tries, new AbortController().signal);
      }
    }
  }
}

/** No answer of Vlens came to a refresh: whether the session can go on is not known. */
class NotRefreshed extends Error {
  constructor(override readonly cause: unknown) {
    super('The session could not be refreshed.');
  }
}

class RefreshedSession {
  private tokens: Tokens | null;
  private generation = 0;
  private renewing: Promise<string | null> | null = null;
  /** Of the refresh whose answer was lost: under the same key the gateway gives that answer, and uses nothing up. */
  private lost: { key: string; isUnknown: boolean } | null = null;

  constructor(private readonly options: SessionOptions) {
    this.tokens = options.tokens;
  }

  current(): SentWith {
    return { accessToken: this.tokens?.accessToken ?? null, generation: this.generation };
  }

  signIn(tokens: Tokens): void {
    this.generation += 1;
    this.renewing = null;
    this.replace(tokens);
  }

  /** Another access token of the same person than the one that was refused, or null; one renewal for all who ask. */
  async renew(refused: SentWith): Promise<string | null> {
    const { accessToken, generation } = this.current();
    if (generation !== refused.generation) return null;
    if (accessToken !== refused.accessToken) return accessToken;
    this.renewing ??= this.renewed(generation);
    const { renewing } = this;
    try {
      return await renewing;
    } finally {
      if (this.renewing === renewing) this.renewing = null;
    }
  }

  private async renewed(generation: number): Promise<string | null> {
    const refreshed = await this.refreshed();
    if (this.generation !== generation) return null;
    const next = refreshed ?? (await this.options.onSessionExpired?.()) ?? null;
    if (next === null) return null;
    // Somebody has signed in meanwhile: it goes on only where these are the tokens that were answered, too.
    if (this.generation !== generation)
      return next.accessToken === this.tokens?.accessToken ? next.accessToken : null;
    this.replace(next);
    return next.accessToken;
  }

  private replace(tokens: Tokens): void {
    this.tokens = tokens;
    this.lost = null;
    this.options.onTokens?.(tokens);
  }

  /** Null where the session can't go on by itself. */
  private async refreshed(): Promise<Tokens | null> {
    const { tokens } = this;
    if (!tokens?.refreshToken) return null;
    const execute = fetchExecute({ ...this.options, token: null });
    const { lost } = this;
    const idempotencyKey = lost?.key ?? newIdempotencyKey();
    this.lost = null;
    try {
      const input = { refreshToken: tokens.refreshToken, idempotencyKey };
      const { refreshSession } = await execute(RefreshSessionDocument, { input });
      if (refreshSession.__typename === 'Session') return refreshSession;
      // Refused for how often somebody tried, and not for itself.
      if (refreshSession.reason === 'TOO_MANY_ATTEMPTS') return null;
    } catch (error) {
      const { code, outcome } = faultOf(error);
      // Its answer may come late. Where the gateway says once more that nobody knows, the key finds nothing else any more.
      const isUnknown = outcome === 'UNKNOWN' || lost?.isUnknown === true;
      const isKept = code === 'NETWORK' || (outcome === 'UNKNOWN' && !lost?.isUnknown);
      if (isKept && this.tokens === tokens) this.lost = { key: idempotencyKey, isUnknown };
      if (code !== 'UNAUTHENTICATED') throw new NotRefreshed(error);
    }
    // It will be refused each time: each further try would count against this address.
    if (this.tokens === tokens) this.tokens = { ...tokens, refreshToken: null };
    return null;
  }
}

/** GraphQL Code Generator may have made a text of it, which counts as a step where it may be one. */
function isMutation(document: DocumentNode | string): boolean {
  if (document instanceof String || typeof document === 'string')
    return /\bmutation\b/.test(String(document));
  return document.definitions.some(
    (each) => each.kind === Kind.OPERATION_DEFINITION && each.operation === 'mutation',
  );
}

function becauseOf(error: unknown, cause: unknown): unknown {
  if (error instanceof Error) error.cause ??= cause;
  return error;
}
