import { accountOf } from '../../idempotency/account.js';
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

/** Who makes a call. */
export type AdmittedCaller = Pick<VlensCaller, 'token' | 'signal' | 'address'> &
  Partial<Pick<VlensCaller, 'key'>>;

/** What other processes know of tokens that Vlens took. */
export interface SharedTrust {
  /** By whom its calls are counted; true where that is not known. */
  isAccepted(key: CallerKey): Promise<CallerKey | boolean>;
  accept(key: CallerKey, forMs: number, owner: CallerKey): void;
  /** Vlens refuses it, or answers as if it did not know it: it is a stranger's everywhere. */
  doubt(key: CallerKey): void;
}

/** Says of a token without asking Vlens whether it is genuine, and for how long it is good. */
export interface TokenVerifier {
  verify(token: string): Promise<{ forMs: number } | null>;
  /** What an operator should mend. */
  problem?(): string | null;
}

export interface AdmissionDependencies {
  governor: QuotaGovernor;
  trust: TokenTrust;
  people: PersonLimits;
  callerKeys: CallerKeys;
  sharedTrust: SharedTrust | null;
  verifier: TokenVerifier | null;
  /** Told of a token or a proof that Vlens took, and did not before. */
  onAccepted?: (key: CallerKey) => void;
}

/** A caller as they are known when they ask for something. */
export interface Identity extends Omit<Asker, 'priority'> {
  name: OperationName;
  limits: Operation['limits'];
  /** Of the token that goes to Vlens; null where none does. */
  token: CallerKey | null;
  /** A link goes along too, so that a 401 may be about either. */
  hasLink: boolean;
  /** Who or what the call is about: limits of one person are kept by it. */
  person: CallerKey;
  /** By whom it is counted where Vlens accepts it, and all that it gives: ever new tokens of one customer are one customer's. */
  owner: CallerKey;
  /** What the caller has that nobody else does, where the call tells of it and a yes confirms it. */
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
      const asker = await this.askerWithoutToken(about, operation, caller);
      return { name, limits, token: null, hasLink: false, ...about, ...asker };
    }
    const token = caller.key ?? callerKeys.of(caller.token);
    const hasLink = mayCall === 'apiKey or token';
    const asked = { name, limits, token, hasLink, person: token, proof: null };
    const known = await this.trustIn(token, caller.token);
    if (known === 'refused') throw tokenRefusedHere();
    if (known === 'accepted') {
      const owner = this.parts.trust.ownerOf(token);
      return { ...asked, caller: owner, strangers: null, owner };
    }
    const stranger = this.stranger('token', caller);
    // Vlens may answer the same without the token: a yes is one to the contract's hash alone.
    if (!hasLink) return { ...asked, ...stranger, owner: this.ownerOf(caller.token) };
    const about = this.whomItIsAbout(operation, input);
    return { ...asked, ...about, ...stranger, owner: about.person };
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
    const { name, caller, strangers, owner } = identity;
    // Whom Vlens never accepted is put before nobody.
    const isAnnounced = priority === 'announced' && strangers === null;
    const turn = priority === 'announced' && !isAnnounced ? 'read' : priority;
    const heldFor = this.parts.people.heldFor(name, heldAs(identity));
    if (heldFor > 0) throw rateLimitedHere(heldFor);
    const admission = await this.parts.governor.admit({
      priority: turn,
      caller,
      strangers,
      about: owner,
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

  /** Anybody who shows again what Vlens has confirmed once is no stranger. */
  private async askerWithoutToken(
    { person, proof }: Pick<Identity, 'person' | 'proof'>,
    { attemptLimits }: Pick<Operation, 'attemptLimits'>,
    caller: AdmittedCaller,
  ): Promise<Pick<Identity, 'caller' | 'strangers' | 'owner'>> {
    const { trust, sharedTrust } = this.parts;
    if (provesNothing(attemptLimits)) return { ...this.stranger('unproven', caller), owner: person };
    const stranger = { ...this.stranger('anonymous', caller), owner: person };
    if (proof === null) return stranger;
    if (trust.of(proof) === 'unknown') {
      const owner = await sharedTrust?.isAccepted(proof);
      if (owner) trust.accept(proof, owner === true ? person : owner);
    }
    if (trust.of(proof) !== 'accepted') return stranger;
    const known = trust.ownerOf(proof);
    return { caller: known, strangers: null, owner: known };
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
      trust.believe(key, this.ownerOf(token), Math.min(genuine.forMs, VERIFIED_TTL_MS));
      return;
    }
    const owner = await sharedTrust?.isAccepted(key);
    if (owner) trust.believe(key, owner === true ? this.ownerOf(token) : owner);
  }

  /** Of a token that was given elsewhere: its account's, as it tells it itself. Where Vlens takes it, that is true. */
  private ownerOf(token: string): CallerKey {
    return this.parts.callerKeys.ofPerson(accountOf(token));
  }

  private stranger(strangers: NonNullable<Asker['strangers']>, { address = '' }: AdmittedCaller) {
    return { caller: `${strangers} ${this.parts.callerKeys.ofAddress(address)}`, strangers };
  }

  private learnFrom({ token, proof, strangers, owner }: Identity, result: Outcome): CallEnd {
    if (result.kind === 'rejection') {
      if (token && TOKEN_ERROR_CODES.has(result.errorCode)) {
        this.parts.trust.doubt(token);
        this.parts.sharedTrust?.doubt(token);
      }
      return { isAnswered: true };
    }
    const { callerKeys } = this.parts;
    const { value, needsMore } = result.kind === 'accepted' ? result : NOTHING_GIVEN;
    if (proof && !needsMore) this.accept(proof, owner, PROOF_TTL_MS);
    else if (token && !proof) this.accept(token, owner);
    const accessToken = textAt(value, 'accessToken');
    if (accessToken !== null) this.accept(callerKeys.of(accessToken), owner);
    const refreshToken = textAt(value, 'refreshToken');
    if (refreshToken !== null)
      this.accept(callerKeys.ofPerson(proofOfSession(refreshToken)), owner, PROOF_TTL_MS);
    // A code that is sent for any number proves nothing, and is nobody's call but its stranger's.
    const isProven = strangers !== null && strangers !== 'unproven' && !needsMore;
    return { isAnswered: true, ...(isProven ? { acceptedAs: owner } : {}) };
  }

  private learnFromFault(identity: Identity, error: unknown): CallEnd {
    const { name, limits, token, hasLink, strangers } = identity;
    if (!(error instanceof VlensFault)) return {};
    const { retryAfterSeconds, unsent } = error.details;
    // What was held back here says nothing of Vlens: of a process that stops least of all.
    if (unsent !== undefined) return {};
    if (error.code === 'UNAUTHENTICATED' && token) {
      // Else a link with a wrong hash, from anybody, would end the session of whoever opens it.
      if (hasLink) this.parts.trust.doubt(token);
      else this.parts.trust.refuse(token);
      this.parts.sharedTrust?.doubt(token);
    }
    if (retryAfterSeconds === undefined)
      return { isAnswered: error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN' };
    // Anybody may ask without a token or with an invented one, as often as they like: were the tenant meant, a customer's call would hear it too.
    const isOfPerson = limits === 'the person' || strangers !== null;
    if (!isOfPerson) return { refusedForSeconds: retryAfterSeconds };
    this.parts.people.hold(name, heldAs(identity), retryAfterSeconds);
    return {};
  }

  private accept(key: CallerKey, owner: CallerKey, forMs = ACCEPTED_TTL_MS): void {
    const { trust, sharedTrust } = this.parts;
    if (trust.of(key) === 'accepted' && !trust.wasRefused(key)) return;
    trust.accept(key, owner, forMs);
    sharedTrust?.accept(key, forMs, owner);
    this.parts.onAccepted?.(key);
  }
}

/** By what a limit of one person is kept: who has shown what nobody else has waits for no guesser. */
function heldAs({ strangers, proof, person }: Identity): CallerKey {
  return strangers === null ? (proof ?? person) : person;
}

function refusedOrThrow(error: unknown): Trust {
  if (error instanceof VlensFault && error.code === 'UNAUTHENTICATED') return 'refused';
  throw error;
}

/** Anybody is told yes, whatever number or address they make up: who asks so often is no customer of each. */
function provesNothing(attemptLimits: Operation['attemptLimits']): boolean {
  return attemptLimits !== 'none' && attemptLimits.counts === 'every call';
}

const NOTHING_GIVEN: Pick<Accepted<unknown>, 'value' | 'needsMore'> = { value: null };

/** Of a call that has no token and needs one: it goes nowhere. */
const NOBODY: About = { person: '', proof: null };

function textAt(value: unknown, key: string): string | null {
  const text = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof text === 'string' ? text : null;
}
