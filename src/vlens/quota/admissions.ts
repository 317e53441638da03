import type { CallerKey, CallerKeys } from '../caller-keys.js';
import { rateLimitedHere, tokenRefusedHere, VlensFault } from '../faults.js';
import type { Operation, OperationName, Parts } from '../operation.js';
import type { Asker, CallEnd, Priority } from './counters.js';
import type { QuotaGovernor } from './governor.js';
import type { PersonLimits } from './person-limits.js';
import type { TokenTrust } from './token-trust.js';

/** What Vlens answers a call with, as far as it tells of who asked. */
interface Outcome {
  kind: string;
  errorCode?: number | null;
  value?: unknown;
}

/** Whoever makes a call. */
export interface AdmittedCaller {
  token: string | null;
  signal: AbortSignal;
  /** Of the token, where somebody made it already. */
  key?: CallerKey;
  /** The block of addresses that the caller's is in; absent where it is not known. */
  address?: string;
}

/** What other processes know of tokens that Vlens took. */
export interface SharedTrust {
  isAccepted(key: CallerKey): Promise<boolean>;
  accept(key: CallerKey): void;
}

/** Says of a token without asking Vlens whether it is genuine, and for how long it is good. */
export interface TokenVerifier {
  verify(token: string): Promise<{ forMs: number } | null>;
}

export interface AdmissionDependencies {
  governor: QuotaGovernor;
  trust: TokenTrust;
  people: PersonLimits;
  callerKeys: CallerKeys;
  sharedTrust: SharedTrust | null;
  verifier: TokenVerifier | null;
}

/** A caller as they are known when they ask for something. */
export interface Identity extends Omit<Asker, 'priority'> {
  name: OperationName;
  limits: Operation['limits'];
  /** Of the token that goes to Vlens; null where none does. */
  token: CallerKey | null;
  /** Who or what the call is about: limits of one person are kept by it. */
  person: CallerKey;
}

/** A place in the quota; one of both ends is said, once. */
export interface AdmittedCall {
  waitedMs: number;
  ended(result: Outcome): void;
  failed(error: unknown): void;
}

/** As SDKs look them up among error codes: the token is missing or wrong. */
const TOKEN_ERROR_CODES: ReadonlySet<unknown> = new Set([401, 403]);

/** Lets calls to Vlens through: who may, in whose part of the quota, and what is learnt of callers by how it ends. */
export class Admissions {
  constructor(private readonly parts: AdmissionDependencies) {}

  /** @throws VlensFault where it is known without asking that Vlens refuses this caller. */
  async identify(
    caller: AdmittedCaller,
    name: OperationName,
    { mayCall, limits }: Pick<Operation, 'mayCall' | 'limits'>,
    parts: Pick<Parts, 'query' | 'body'>,
  ): Promise<Identity> {
    const { callerKeys, trust } = this.parts;
    if (caller.token === null || mayCall === 'apiKey') {
      const person = callerKeys.ofPerson(personIn(parts));
      return { name, limits, token: null, person, ...this.stranger('anonymous', caller) };
    }
    const token = caller.key ?? callerKeys.of(caller.token);
    if (trust.of(token) === 'unknown') await this.lookUp(token, caller.token);
    const known = trust.of(token);
    if (known === 'refused') throw tokenRefusedHere();
    const asker = known === 'accepted' ? { caller: token, strangers: null } : this.stranger('token', caller);
    return { name, limits, token, person: token, ...asker };
  }

  /**
   * Waits for a place in the quota.
   * @throws VlensFault RATE_LIMITED where there is none in time, CallAborted where the caller left.
   */
  async admit(
    identity: Identity,
    priority: Priority,
    signal: AbortSignal,
    isPatient = false,
  ): Promise<AdmittedCall> {
    const { name, caller, strangers, person } = identity;
    // Whom Vlens never accepted is put before nobody.
    const isAnnounced = priority === 'announced' && strangers === null;
    const turn = priority === 'announced' && !isAnnounced ? 'read' : priority;
    const heldFor = this.parts.people.heldFor(name, person);
    if (heldFor > 0) throw rateLimitedHere(heldFor);
    const admission = await this.parts.governor.admit({
      priority: turn,
      caller,
      strangers,
      signal,
      isPatient: isAnnounced && isPatient,
    });
    return {
      waitedMs: admission.waitedMs,
      ended: (result) => admission.end(this.learnFrom(identity, result)),
      failed: (error) => admission.end(this.learnFromFault(identity, error)),
    };
  }

  private async lookUp(key: CallerKey, token: string): Promise<void> {
    const { verifier, trust, sharedTrust } = this.parts;
    if (verifier) {
      const genuine = await verifier.verify(token);
      if (!genuine) throw tokenRefusedHere();
      trust.accept(key, genuine.forMs);
    } else if (await sharedTrust?.isAccepted(key)) trust.accept(key);
  }

  private stranger(strangers: NonNullable<Asker['strangers']>, { address = '' }: AdmittedCaller) {
    return { caller: `${strangers} ${this.parts.callerKeys.ofAddress(address)}`, strangers };
  }

  private learnFrom({ token, person, strangers }: Identity, result: Outcome): CallEnd {
    if (result.kind === 'rejection') {
      if (token && TOKEN_ERROR_CODES.has(result.errorCode)) this.parts.trust.doubt(token);
      return { isAnswered: true };
    }
    if (token) this.accept(token);
    const session = accessTokenIn(result.value);
    if (session !== null) this.accept(this.parts.callerKeys.of(session));
    return { isAnswered: true, ...(strangers ? { acceptedAs: person } : {}) };
  }

  private learnFromFault({ name, limits, token, person }: Identity, error: unknown): CallEnd {
    if (!(error instanceof VlensFault)) return {};
    const { retryAfterSeconds } = error.details;
    if (error.code === 'UNAUTHENTICATED' && token) this.parts.trust.refuse(token);
    if (retryAfterSeconds === undefined)
      return { isAnswered: error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN' };
    if (limits === 'the tenant') return { refusedForSeconds: retryAfterSeconds };
    this.parts.people.hold(name, person, retryAfterSeconds);
    return {};
  }

  private accept(token: CallerKey): void {
    const { trust, sharedTrust } = this.parts;
    if (trust.of(token) === 'accepted') return;
    trust.accept(token);
    sharedTrust?.accept(token);
  }
}

/** The customer of a login or a registration, the session of a refresh token, or the contract of a link. */
function personIn({ body, query }: { body?: unknown; query?: unknown }): string {
  const said: Record<string, unknown> = { ...Object(query), ...Object(body) };
  const { phoneNumber, requestId, RequestId } = said;
  if (typeof phoneNumber === 'string') return `phone ${phoneNumber.replace(/\D/g, '')}`;
  const account = PERSONAL.map((name) => said[name]).find((value) => typeof value === 'string');
  if (account !== undefined) return `account ${String(account).trim().toLowerCase()}`;
  return `contract ${String(requestId ?? RequestId ?? '').toLowerCase()}`;
}

/** What stands for one person where no phone number is sent. */
const PERSONAL = [
  'email',
  'emailOrPhoneNumber',
  'userNameOrEmailAddress',
  'refreshToken',
  'IdToken',
] as const;

/** The token of a session that was opened. */
function accessTokenIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('accessToken' in value)) return null;
  return typeof value.accessToken === 'string' ? value.accessToken : null;
}
