import type { Outcome } from '../../src/vlens/answer.js';
import { type CallerKey, CallerKeys } from '../../src/vlens/caller-keys.js';
import { tokenNotAccepted, VlensFault } from '../../src/vlens/faults.js';
import type { OperationName } from '../../src/vlens/operation.js';
import { OPERATIONS } from '../../src/vlens/operations.js';
import { Admissions, type SharedTrust, type TokenVerifier } from '../../src/vlens/quota/admissions.js';
import { QuotaGovernor } from '../../src/vlens/quota/governor.js';
import { PersonLimits } from '../../src/vlens/quota/person-limits.js';
import type { SharedQuota } from '../../src/vlens/quota/shared-quota.js';
import { TokenTrust } from '../../src/vlens/quota/token-trust.js';
import { HeldClock } from './held-clock.js';
import { SharedCount } from './shared-count.js';

export const PUBLISHED = { perSecond: 10, perMinute: 60, maxReadWaitMs: 2000, maxSigningWaitMs: 10_000 };
const CALL_MS = 50;

/** What the modelled Vlens answers a call with. */
export type Answering = (call: { endpoint: OperationName; token: string | null; input: object }) => {
  kind: string;
  value?: unknown;
  needsMore?: 'first' | 'again';
};

export interface Caller {
  token: string | null;
  address: string;
}

/** The rules of the quota with a clock to move, and a modelled Vlens that knows some tokens and keeps its own quota. */
export class ModelledCallers {
  readonly clock: HeldClock;
  readonly governor: QuotaGovernor;
  /** When calls reached Vlens, and whose. */
  readonly sent: { at: number; endpoint: OperationName; token: string | null }[] = [];
  private readonly admissions: Admissions;
  private readonly callMs: number;

  constructor(
    private readonly answering: Answering,
    {
      quota = PUBLISHED,
      verifier = null,
      sharedTrust = null,
      shared = null,
      clock = new HeldClock(),
      callerKeys = new CallerKeys(),
      callMs = CALL_MS,
    }: {
      quota?: typeof PUBLISHED;
      verifier?: TokenVerifier | null;
      sharedTrust?: SharedTrust | null;
      shared?: SharedQuota | null;
      clock?: HeldClock;
      callerKeys?: CallerKeys;
      /** How long a call takes. */
      callMs?: number;
    } = {},
  ) {
    this.clock = clock;
    this.callMs = callMs;
    const now = () => this.clock.now();
    this.governor = new QuotaGovernor(quota, this.clock, shared);
    this.admissions = new Admissions({
      governor: this.governor,
      trust: new TokenTrust(now),
      people: new PersonLimits(now),
      callerKeys,
      sharedTrust,
      verifier,
    });
  }

  /** What the caller is told: what Vlens answered, or a fault's code. */
  async call(endpoint: OperationName, caller: Caller, input: object = {}): Promise<string> {
    const { signal } = new AbortController();
    try {
      const identity = await this.admissions.identify(
        { ...caller, signal },
        endpoint,
        OPERATIONS[endpoint],
        input,
      );
      const admitted = await this.admissions.admit(identity, OPERATIONS[endpoint].priority, signal);
      this.sent.push({ at: this.clock.now(), endpoint, token: caller.token });
      await new Promise<void>((resolve) => void this.clock.after(this.callMs, resolve));
      try {
        const answer = this.answering({ endpoint, token: caller.token, input });
        admitted.ended(answer as Outcome);
        return answer.kind;
      } catch (error) {
        admitted.failed(error);
        throw error;
      }
    } catch (error) {
      if (error instanceof VlensFault) return error.code;
      throw error;
    }
  }
}

/** Replicas that share the quota and what they know of tokens: calls reach each of them in turn. */
export class ModelledReplicas implements Pick<ModelledCallers, 'call' | 'clock' | 'sent'> {
  readonly clock = new HeldClock();
  readonly shared = new SharedCount(PUBLISHED, this.clock);
  readonly replicas: ModelledCallers[];
  private calls = 0;

  constructor(answering: Answering, number = 2) {
    const accepted = new Map<string, CallerKey>();
    const sharedTrust: SharedTrust = {
      isAccepted: async (key) => accepted.get(key) ?? false,
      accept: (key, _forMs, owner) => void accepted.set(key, owner),
      markUnsure: (key) => void accepted.delete(key),
    };
    const parts = { sharedTrust, shared: this.shared, clock: this.clock, callerKeys: new CallerKeys() };
    this.replicas = Array.from({ length: number }, () => new ModelledCallers(answering, parts));
  }

  get sent(): ModelledCallers['sent'] {
    return this.replicas.flatMap(({ sent }) => sent);
  }

  call(...call: Parameters<ModelledCallers['call']>): Promise<string> {
    this.calls += 1;
    const replica = this.replicas[this.calls % this.replicas.length];
    if (!replica) throw new Error('There is no replica.');
    return replica.call(...call);
  }
}

/** A Vlens that takes tokens which begin with `good`, and no contract's hash. */
export const knowsGoodTokens: Answering = ({ endpoint, token }) => {
  if (endpoint === 'viewContractPdf' || endpoint === 'login') return { kind: 'rejection' };
  if (!token?.startsWith('good')) throw tokenNotAccepted();
  return { kind: 'accepted' };
};
