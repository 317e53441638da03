import type { Accepted, Outcome } from '../answer.js';
import type { VlensCaller } from '../caller.js';
import type { CallerKey, CallerKeys } from '../caller-keys.js';
import { rateLimitedHere, tokenRefusedHere, VlensFault } from '../faults.js';
import type { About, Operation, OperationName } from '../operation.js';
import { proofOfSession } from '../operations/about.js';
import type { Asker, CallEnd, Priority } from './counters.js';
import type { QuotaGovernor } from './governor.js';
import type { PersonLimits } from './person-limits.js';
import {
  ACCEPTED_TTL_MS,
  PROOF_TTL_MS,
  type TokenTrust,
  type Trust,
  VERIFIED_TTL_MS,
} from './token-trust.js';

/** The caller of a call. */
export type AdmittedCaller = Pick<VlensCaller, 'token' | 'signal' | 'address'> &
  Partial<Pick<VlensCaller, 'key'>>;

/** The tokens that Vlens accepted at other processes. */
export interface SharedTrust {
  isAccepted(key: CallerKey): Promise<boolean>;
  accept(key: CallerKey, forMs: number): void;
  /** Vlens refuses it, or answers as if it did not know it: it is a stranger's everywhere. */
  markUnsure(key: CallerKey): void;
}

/** Says of a token without asking Vlens whether it is genuine, and for how long it is good. */
export interface TokenVerifier {
  verify(token: string): Promise<{ forMs: number } | null>;
  /** What an operator should fix. */
  problem?(): string | null;
}

export interface AdmissionDependencies {
  governor: QuotaGovernor;
  trust: TokenTrust;
  people: PersonLimits;
  callerKeys: CallerKeys;
  sharedTrust: SharedTrust | null;
  verifier: TokenVerifier | null;
  /** Gets each token or proof that Vlens accepted for the first time. */
  onAccepted?: (key: CallerKey) => void;
}

/** A caller as they are known when they ask for something. */
export interface Identity extends Omit<Asker, 'priority'> {
  name: OperationName;
  limits: Operation['limits'];
  /** The key of the token that goes to Vlens; null where none does. */
  token: CallerKey | null;
  /** A link goes along too, so that a 401 may be about either. */
  hasLink: boolean;
  /** The person or thing that the call is about: limits of one person go by it. */
  person: CallerKey;
  /** What only this caller has, where the call contains it and a yes confirms it. */
  proof: CallerKey | null;
}

/** A place in the quota; its end is said, and once more what came later of a call that was given up. */
export interface AdmittedCall {
  waitedMs: number;
  ended(result: Outcome): void;
  failed(error: unknown): void;
}

/** As SDKs look them up among error codes: the token is missing or wrong. */
export const TOKEN_ERROR_CODES: ReadonlySet<unknown> = new Set([401, 403]);

/** Lets calls to Vlens through: who may, in whose part of the quota, and what is learnt of callers by how it ends. */
export class Admissions {
  constructor(private readonly parts: AdmissionDependencies) {}

  /** Whether Vlens has accepted a token, as far as this process knows: nobody is asked. */
  hasAccepted(token: CallerKey): boolean {
    return this.parts.trust.of(token) === 'accepted';
  }

  /** @throws VlensFault where it is known without asking that Vlens refuses this caller. */
  async identify(
    caller: AdmittedCaller,
    name: OperationName,
    operation: Pick<Operation, 'mayCall' | 'limits' | 'attemptLimits' | 'about'>,
    input: object,
  ): Promise<Identity> {
    const { callerKeys } = this.parts;
    const { mayCall, limits } = operation;
    if (caller.token === null || mayCall === 'apiKey') {
      const about = this.whomItIsAbout(operation, input);
      return {
        name,
        limits,
        token: null,
        hasLink: false,
        ...about,
        ...(await this.askerWithoutToken(about, operation, caller)),
      };
    }
    const token = caller.key ?? callerKeys.of(caller.token);
    const hasLink = mayCall === 'apiKey or token';
    const asked = { name, limits, token, hasLink, person: token, proof: null };
    const known = await this.trustIn(token, caller.token);
    if (known === 'refused') throw tokenRefusedHere();
    if (known === 'accepted') return { ...asked, caller: token, strangers: null };
    const stranger = this.stranger('token', caller);
    // Vlens may answer the same without the token: a yes is one to the contract's hash alone.
    return { ...asked, ...(hasLink && this.whomItIsAbout(operation, input)), ...stranger };
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
    // A caller whom Vlens never accepted goes before nobody.
    const isAnnounced = priority === 'announced' && strangers === null;
    const turn = priority === 'announced' && !isAnnounced ? 'read' : priority;
    const heldFor = this.parts.people.heldFor(name, heldAs(identity));
    if (heldFor > 0) throw rateLimitedHere(heldFor);
    const admission = await this.parts.governor.admit({
      priority: turn,
      caller,
      strangers,
      about: strangers === null ? caller : person,
      signal,
      isPatient,
    });
    return {
      waitedMs: admission.waitedMs,
      ended: (result) => admission.end(this.learnFrom(identity, result)),
      failed: (error) => admission.end(this.learnFromFault(identity, error)),
    };
  }

  /** Whether Vlens took this token, or gave it, and has said nothing else of it since. */
  async isAccepted({ token, key }: Pick<AdmittedCaller, 'token' | 'key'>): Promise<boolean> {
    if (token === null) return false;
    const own = key ?? this.parts.callerKeys.of(token);
    return (await this.trustIn(own, token)) === 'accepted';
  }

  /** What is known of a token here, at once; or else elsewhere, and by its signature: Vlens is not asked. */
  trustInToken({ token, key }: { token: string; key: CallerKey }): Trust | Promise<Trust> {
    const known = this.trustIn(key, token);
    return known instanceof Promise ? known.catch(refusedOrThrow) : known;
  }

  private whomItIsAbout(
    { about }: Pick<Operation, 'about'>,
    input: object,
  ): Pick<Identity, 'person' | 'proof'> {
    const { callerKeys } = this.parts;
    const { person, proof } = about === 'its token' ? NOBODY : about.of(input);
    return {
      person: callerKeys.ofPerson(person),
      proof: proof === null ? null : callerKeys.ofPerson(proof),
    };
  }

  /** A caller with a proof that Vlens has confirmed before is no stranger. */
  private async askerWithoutToken(
    { person, proof }: Pick<Identity, 'person' | 'proof'>,
    { attemptLimits }: Pick<Operation, 'attemptLimits'>,
    caller: AdmittedCaller,
  ): Promise<Pick<Asker, 'caller' | 'strangers'>> {
    const { trust, sharedTrust } = this.parts;
    if (provesNothing(attemptLimits)) return this.stranger('unproven', caller);
    if (proof === null) return this.stranger('anonymous', caller);
    if (trust.of(proof) === 'unknown' && (await sharedTrust?.isAccepted(proof))) trust.accept(proof);
    return trust.of(proof) === 'accepted'
      ? { caller: person, strangers: null }
      : this.stranger('anonymous', caller);
  }

  /** By what is known here, or else elsewhere. */
  private trustIn(key: CallerKey, token: string): Trust | Promise<Trust> {
    const { verifier, trust, sharedTrust } = this.parts;
    const known = trust.of(key);
    if (known !== 'unknown' || !(verifier || sharedTrust)) return known;
    return this.lookUp(key, token).then(() => trust.of(key));
  }

  private async lookUp(key: CallerKey, token: string): Promise<void> {
    const { verifier, trust, sharedTrust } = this.parts;
    if (verifier) {
      const genuine = await verifier.verify(token);
      if (!genuine) throw tokenRefusedHere();
      trust.believe(key, Math.min(genuine.forMs, VERIFIED_TTL_MS));
    } else if (await sharedTrust?.isAccepted(key)) trust.believe(key);
  }

  private stranger(strangers: NonNullable<Asker['strangers']>, { address = '' }: AdmittedCaller) {
    return { caller: `${strangers} ${this.parts.callerKeys.ofAddress(address)}`, strangers };
  }

  private learnFrom({ token, person, proof, strangers }: Identity, result: Outcome): CallEnd {
    if (result.kind === 'rejection') {
      if (token && TOKEN_ERROR_CODES.has(result.errorCode)) {
        this.parts.trust.markUnsure(token);
        this.parts.sharedTrust?.markUnsure(token);
      }
      return { isAnswered: true };
    }
    const { callerKeys } = this.parts;
    const { value, needsMore } = result.kind === 'accepted' ? result : NOTHING_GIVEN;
    if (proof && !needsMore) this.accept(proof, PROOF_TTL_MS);
    else if (token && !proof) this.accept(token);
    const accessToken = textAt(value, 'accessToken');
    if (accessToken !== null) this.accept(callerKeys.of(accessToken));
    const refreshToken = textAt(value, 'refreshToken');
    if (refreshToken !== null) this.accept(callerKeys.ofPerson(proofOfSession(refreshToken)), PROOF_TTL_MS);
    const isProven = strangers !== null && strangers !== 'unproven';
    return { isAnswered: true, ...(isProven ? { acceptedAs: person } : {}) };
  }

  private learnFromFault(identity: Identity, error: unknown): CallEnd {
    const { name, limits, token, hasLink, strangers } = identity;
    if (!(error instanceof VlensFault)) return {};
    const { retryAfterSeconds, unsent } = error.details;
    // A call that was held back here says nothing about Vlens, least of all one of a process that stops.
    if (unsent !== undefined) return {};
    if (error.code === 'UNAUTHENTICATED' && token) {
      // Else a link with a wrong hash, from anybody, would end the session of the customer who opens it.
      if (hasLink) this.parts.trust.markUnsure(token);
      else this.parts.trust.refuse(token);
      this.parts.sharedTrust?.markUnsure(token);
    }
    if (retryAfterSeconds === undefined)
      return { isAnswered: error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN' };
    // Without a token anybody may ask, as often as they like: if the limit were the tenant's, a customer's call would get it too.
    const isOfPerson = limits === 'the person' || (token === null && strangers !== null);
    if (!isOfPerson) return { refusedForSeconds: retryAfterSeconds };
    this.parts.people.hold(name, heldAs(identity), retryAfterSeconds);
    return {};
  }

  private accept(key: CallerKey, forMs = ACCEPTED_TTL_MS): void {
    const { trust, sharedTrust } = this.parts;
    if (trust.of(key) === 'accepted' && !trust.wasRefused(key)) return;
    trust.accept(key, forMs);
    sharedTrust?.accept(key, forMs);
    this.parts.onAccepted?.(key);
  }
}

/** The key of a person's limit: a caller with a proof of their own does not wait because of guessers. */
function heldAs({ strangers, proof, person }: Identity): CallerKey {
  return strangers === null ? (proof ?? person) : person;
}

function refusedOrThrow(error: unknown): Trust {
  if (error instanceof VlensFault && error.code === 'UNAUTHENTICATED') return 'refused';
  throw error;
}

/** Vlens accepts any number or address that a caller makes up: a yes proves nothing, however often they ask. */
function provesNothing(attemptLimits: Operation['attemptLimits']): boolean {
  return attemptLimits !== 'none' && attemptLimits.counts === 'every call';
}

const NOTHING_GIVEN: Pick<Accepted<unknown>, 'value' | 'needsMore'> = { value: null };

/** For a call that needs a token and has none: it is not sent. */
const NOBODY: About = { person: '', proof: null };

function textAt(value: unknown, key: string): string | null {
  const text = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof text === 'string' ? text : null;
}
