import type { Execute, Watch } from './execute.js';
import { faultOf } from './faults.js';
import { type FetchOptions, fetchExecute, fetchWatch } from './fetch-gateway.js';
import { RefreshSessionDocument } from './generated/graphql.js';
import { newIdempotencyKey } from './signing/environment.js';

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
}

export interface FetchWithSession {
  execute: Execute;
  watch: Watch;
  /** Somebody has registered or logged in: what is sent from now on is theirs. */
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

/**
 * `execute` and `watch` of somebody who stays logged in: where the gateway does not accept the access token, it is refreshed once
 * for all that wait for it, and what was refused, which did nothing, is sent again. A subscription opens again with the new token.
 */
export function fetchWithSession(options: SessionOptions): FetchWithSession {
  const session = new RefreshedSession(options);
  const own = { ...options, token: () => session.accessToken };
  const execute = fetchExecute(own);
  const watch = fetchWatch(own);
  let sent: string | null = null;
  let isRefused = false;
  return {
    signIn: (tokens) => session.replace(tokens),
    async connectionParams() {
      // Where there is no other token, the gateway says again that this one is not accepted.
      if (isRefused) await session.renew(sent);
      isRefused = false;
      sent = session.accessToken;
      return sent === null ? {} : { authorization: `Bearer ${sent}` };
    },
    closed(event) {
      isRefused ||= (event as { code?: unknown } | null)?.code === FORBIDDEN;
    },
    async execute(document, variables, signal) {
      const { accessToken } = session;
      try {
        return await execute(document, variables, signal);
      } catch (error) {
        if (!isExpired(error) || !(await session.renew(accessToken))) throw error;
        return execute(document, variables, signal);
      }
    },
    async *watch(document, variables, signal) {
      for (let hasRenewed = false; ; ) {
        const { accessToken } = session;
        try {
          for await (const data of watch(document, variables, signal)) {
            hasRenewed = false;
            yield data;
          }
          return;
        } catch (error) {
          if (hasRenewed || !isExpired(error) || !(await session.renew(accessToken))) throw error;
          hasRenewed = true;
        }
      }
    },
  };
}

class RefreshedSession {
  private tokens: Tokens | null;
  private renewing: Promise<boolean> | null = null;

  constructor(private readonly options: SessionOptions) {
    this.tokens = options.tokens;
  }

  get accessToken(): string | null {
    return this.tokens?.accessToken ?? null;
  }

  replace(tokens: Tokens): void {
    this.tokens = tokens;
    this.options.onTokens?.(tokens);
  }

  /** Whether there is another access token than the one that was refused; one renewal for all who ask. */
  renew(refused: string | null): Promise<boolean> {
    if (this.accessToken !== refused) return Promise.resolve(true);
    this.renewing ??= this.renewed().finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  private async renewed(): Promise<boolean> {
    const next = (await this.refreshed()) ?? (await this.options.onSessionExpired?.()) ?? null;
    if (next === null) return false;
    this.replace(next);
    return true;
  }

  /** Sent once: a refresh token whose answer was lost may be used up. */
  private async refreshed(): Promise<Tokens | null> {
    const refreshToken = this.tokens?.refreshToken;
    if (!refreshToken) return null;
    const execute = fetchExecute({ ...this.options, token: null });
    try {
      // A browser sends it again by itself where its connection was cut; under a key that uses up nothing.
      const input = { refreshToken, idempotencyKey: newIdempotencyKey() };
      const { refreshSession } = await execute(RefreshSessionDocument, { input });
      return refreshSession.__typename === 'Session' ? refreshSession : null;
    } catch (error) {
      if (isExpired(error)) return null;
      throw error;
    }
  }
}

function isExpired(error: unknown): boolean {
  return faultOf(error).code === 'UNAUTHENTICATED';
}
