import type { Logger } from 'pino';
import type { UpstreamHealth } from './server/health.js';
import { TIME_IS_UP } from './vlens/abort-controller.js';
import type { HttpRequest, HttpResponse, Transport } from './vlens/http/transport.js';

/**
 * After this many 401 answers to calls with the ApiKey alone, without an answer other than 401 in between, Vlens counts as refusing the
 * ApiKey.
 */
const REFUSALS_IN_A_ROW = 5;
const CHECK_EVERY_MS = 1000;

type Log = Pick<Logger, 'warn' | 'error'>;
type FollowedHealth = Pick<UpstreamHealth, 'breakerState' | 'storeProblem'>;

/**
 * Reports the state of the connection to Vlens to the operator: one log line for each change of state, and values for the metrics. Of an
 * error it reports only the system's code, since messages contain addresses.
 */
export class UpstreamWatch {
  private unreachableBy: string | null = null;
  private refusals = 0;
  private answers = 0;

  constructor(private readonly logger: Log) {}

  /** Whether the last call reached Vlens. A call that timed out did not, unless Vlens answered another call meanwhile. */
  get isReachable(): boolean {
    return this.unreachableBy === null;
  }

  /** Whether Vlens seems to refuse the ApiKey. */
  get isApiKeyRefused(): boolean {
    return this.refusals >= REFUSALS_IN_A_ROW;
  }

  /** The problem that the operator should fix; null if none is known. */
  get problem(): string | null {
    return this.isApiKeyRefused
      ? 'ApiKey refused: Vlens answers 401 to calls with the ApiKey alone; check VLENS_API_KEY'
      : null;
  }

  /** Wraps a transport so that its calls are watched. */
  over(transport: Transport): Transport {
    return {
      send: (request) => this.watched(request, transport.send(request)),
      close: () => transport.close(),
    };
  }

  /** @returns a function that stops it */
  followStates(health: FollowedHealth, setTimer: typeof setInterval = setInterval): () => void {
    const follower = new StateFollower(health, this.logger);
    follower.check();
    const timer = setTimer(() => follower.check(), CHECK_EVERY_MS);
    timer.unref?.();
    return () => clearInterval(timer);
  }

  private async watched(request: HttpRequest, sending: Promise<HttpResponse>): Promise<HttpResponse> {
    const answersBefore = this.answers;
    try {
      const response = await sending;
      if (!request.mustBePublic) this.answered(response.status, request);
      return response;
    } catch (error) {
      if (!request.mustBePublic) this.ended(request.signal, answersBefore, error);
      throw error;
    }
  }

  /**
   * A call ended without an answer. If Vlens answered other calls meanwhile, it was slow only in this one. If the caller left, that says
   * nothing about Vlens.
   */
  private ended({ aborted, reason }: AbortSignal, answersBefore: number, error: unknown): void {
    if (!aborted) this.failed(codeOf(error));
    else if (reason === TIME_IS_UP && this.answers === answersBefore) this.failed('TIMEOUT');
  }

  private answered(status: number, { headers, isApiKeyAlone }: HttpRequest): void {
    if (this.unreachableBy !== null) this.logger.warn({ upstream: 'Vlens' }, 'Vlens answers again');
    this.unreachableBy = null;
    this.answers += 1;
    // Requests for contract files do not contain the ApiKey, even on Vlens's own host.
    if (!('ApiKey' in headers)) return;
    // A 401 may be about a token, a password or a link's hash. Anybody can invent those, so five such answers are no reason to alert an
    // operator.
    if (status === 401 && !isApiKeyAlone) return;
    this.refusals = status === 401 ? this.refusals + 1 : 0;
    if (this.refusals === REFUSALS_IN_A_ROW) {
      this.logger.error(
        { refusals: this.refusals },
        'Vlens refuses calls with the ApiKey alone with 401: check VLENS_API_KEY',
      );
    }
  }

  private failed(code: string): void {
    if (this.unreachableBy === code) return;
    this.unreachableBy = code;
    this.logger.error({ code }, 'Vlens cannot be reached: check VLENS_API_URL and the network');
  }
}

/** Detects changes since the last check. */
class StateFollower {
  private breaker = 'closed';
  private storeProblem: string | null = null;

  constructor(
    private readonly health: FollowedHealth,
    private readonly logger: Log,
  ) {}

  check(): void {
    this.lookAtBreaker();
    this.lookAtStore();
  }

  private lookAtStore(): void {
    const problem = this.health.storeProblem?.() ?? null;
    if (problem === this.storeProblem) return;
    this.logger.warn(problem ?? 'STATE_FOLDER is well again: idempotency keys outlast this process');
    this.storeProblem = problem;
  }

  private lookAtBreaker(): void {
    const breaker = this.health.breakerState();
    // Half-open lasts for one probe; for all other calls, the breaker is still open.
    const isOpen = breaker !== 'closed';
    if (isOpen && this.breaker === 'closed') {
      this.logger.error(
        { breaker },
        'the circuit breaker opened: calls to Vlens fail at once, and one probes it',
      );
    }
    if (!isOpen && this.breaker !== 'closed') {
      this.logger.warn({ breaker }, 'the circuit breaker closed: Vlens is called again');
    }
    this.breaker = breaker;
  }
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'UNKNOWN';
}
