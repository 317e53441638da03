import { accountOf } from '../account.js';
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

/** The caller of a call to Vlens. */
export type AdmittedCaller = Pick<VlensCaller, 'token' | 'signal' | 'address'> &
  Partial<Pick<VlensCaller, 'key'>>;

/** The tokens that Vlens has accepted, shared between all processes. */
export interface SharedTrust {
  /** The owner by whom the token's calls are counted; true where the owner is not known. */
  isAccepted(key: CallerKey): Promise<CallerKey | boolean>;
  accept(key: CallerKey, forMs: number, owner: CallerKey): void;
  /** Vlens refused this token, or answered as if it did not know it. Every process treats its bearer as a stranger again. */
  markUnsure(key: CallerKey): void;
}

/** Tells whether a token is genuine, and how long it stays valid, without a call to Vlens. */
export interface TokenVerifier {
  verify(token: string): Promise<{ forMs: number } | null>;
  /** A problem that the operator of the gateway should mend; null where there is none. */
  problem?(): string | null;
}

export interface AdmissionDependencies {
  governor: QuotaGovernor;
  trust: TokenTrust;
  people: PersonLimits;
  callerKeys: CallerKeys;
  sharedTrust: SharedTrust | null;
  verifier: TokenVerifier | null;
  /** Called with each token or proof that Vlens accepts for the first time. */
  onAccepted?: (key: CallerKey) => void;
}

/** What the gateway knows of a caller when a call is requested. */
export interface Identity extends Omit<Asker, 'priority'> {
  name: OperationName;
  limits: Operation['limits'];
  /** The key of the token that goes to Vlens; null where no token goes. */
  token: CallerKey | null;
  /** The call also contains a link, so a 401 may be about the link or about the token. */
  hasLink: boolean;
  /** The person or thing that the call is about. Limits of one person are counted by it. */
  person: CallerKey;
  /**
   * The owner by whom this call is counted if Vlens accepts it, with all tokens that the call returns. So new tokens of a customer count as
   * the same customer's.
   */
  owner: CallerKey;
  /** Something that only this caller has: the call contains it, and an accepted answer confirms it. */
  proof: CallerKey | null;
}

/** A place in the quota. The caller reports the end of the call once, and once more if the answer of an abandoned call arrives later. */
export interface AdmittedCall {
  waitedMs: number;
  ended(result: Outcome): void;
  failed(error: unknown): void;
}

/** Vlens's error codes for a missing or a wrong token, as its SDKs look them up. */
export const TOKEN_ERROR_CODES: ReadonlySet<unknown> = new Set([401, 403]);

/** Decides which calls may go to Vlens and which part of the quota each uses, and learns from each call's end whom to trust. */
export class Admissions {
  constructor(private readonly parts: AdmissionDependencies) {}

  /** Whether this process knows that Vlens has accepted a token. Makes no call. */
  hasAccepted(token: CallerKey): boolean {
    return this.parts.trust.of(token) === 'accepted';
  }

  /** @throws VlensFault if the gateway already knows that Vlens refuses this caller */
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
    if (!hasLink) return { ...asked, ...stranger, owner: this.ownerOf(caller.token) };
    // Vlens may accept the same call without the token, so an accepted answer confirms the contract's hash only.
    const about = this.whomItIsAbout(operation, input);
    return { ...asked, ...about, ...stranger, owner: about.person };
  }

  /**
   * Waits for a place in the quota.
   * @throws VlensFault RATE_LIMITED if no place is free in time, CallAborted if the caller leaves
   */
  async admit(
    identity: Identity,
    priority: Priority,
    signal: AbortSignal,
    isPatient = false,
  ): Promise<AdmittedCall> {
    const { name, caller, strangers, owner } = identity;
    // A caller whom Vlens never accepted gets no priority over others.
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

  /** Whether Vlens has accepted or issued this token, and has not refused it since. */
  async isAccepted({ token, key }: Pick<AdmittedCaller, 'token' | 'key'>): Promise<boolean> {
    if (token === null) return false;
    const own = key ?? this.parts.callerKeys.of(token);
    return (await this.trustIn(own, token)) === 'accepted';
  }

  /**
   * What is known of a token: in this process (at once), or else in the shared trust or by the token's signature. Makes no call to Vlens.
   */
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

  /** A caller is no stranger if they send again what Vlens has confirmed once. */
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

  /** Looks in this process first, and then in the verifier or the shared trust. */
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

  /** The owner of a token that was issued elsewhere: the account that the token names. If Vlens accepts the token, the name is true. */
  private ownerOf(token: string): CallerKey {
    return this.parts.callerKeys.ofPerson(accountOf(token));
  }

  private stranger(strangers: NonNullable<Asker['strangers']>, { address = '' }: AdmittedCaller) {
    return { caller: `${strangers} ${this.parts.callerKeys.ofAddress(address)}`, strangers };
  }

  private learnFrom({ token, proof, strangers, owner }: Identity, result: Outcome): CallEnd {
    if (result.kind === 'rejection') {
      if (token && TOKEN_ERROR_CODES.has(result.errorCode)) {
        this.parts.trust.markUnsure(token);
        this.parts.sharedTrust?.markUnsure(token);
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
    // Vlens sends a code to any number, so the call proves nothing and counts as the stranger's.
    const isProven = strangers !== null && strangers !== 'unproven' && !needsMore;
    return { isAnswered: true, ...(isProven ? { acceptedAs: owner } : {}) };
  }

  private learnFromFault(identity: Identity, error: unknown): CallEnd {
    const { name, limits, token, hasLink, strangers } = identity;
    if (!(error instanceof VlensFault)) return {};
    const { retryAfterSeconds, unsent } = error.details;
    // Vlens never saw a call that the gateway held back, so it tells nothing about Vlens. The same holds for calls that end with this
    // process.
    if (unsent !== undefined) return {};
    if (error.code === 'UNAUTHENTICATED' && token) {
      // The link may be what Vlens refused. With `refuse`, anybody's link with a wrong hash would end the session of the customer who opens
      // it.
      if (hasLink) this.parts.trust.markUnsure(token);
      else this.parts.trust.refuse(token);
      this.parts.sharedTrust?.markUnsure(token);
    }
    if (retryAfterSeconds === undefined)
      return { isAnswered: error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN' };
    // Anybody may send calls without a token, as many as they like. If their 429 held back the tenant, customers would have to wait for it.
    const isOfPerson = limits === 'the person' || (token === null && strangers !== null);
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

/** The key by which the limits of one person are counted. A caller with a proof has a key that nobody else can use up by guessing. */
function heldAs({ strangers, proof, person }: Identity): CallerKey {
  return strangers === null ? (proof ?? person) : person;
}

function refusedOrThrow(error: unknown): Trust {
  if (error instanceof VlensFault && error.code === 'UNAUTHENTICATED') return 'refused';
  throw error;
}

/** Vlens accepts any phone number or address that a caller makes up, so an accepted answer proves nothing about the caller. */
function provesNothing(attemptLimits: Operation['attemptLimits']): boolean {
  return attemptLimits !== 'none' && attemptLimits.counts === 'every call';
}

const NOTHING_GIVEN: Pick<Accepted<unknown>, 'value' | 'needsMore'> = { value: null };

/** For a call that needs a token and has none: it is never sent. */
const NOBODY: About = { person: '', proof: null };

function textAt(value: unknown, key: string): string | null {
  const text = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof text === 'string' ? text : null;
}
