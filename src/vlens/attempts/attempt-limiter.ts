import { createHmac } from 'node:crypto';
import type { AttemptStore, Counted } from './attempt-store.js';
import { comparableId, comparableName, comparablePhone } from './comparable-id.js';

/** What attempts are counted by. The values are hashed before they are held on to. */
export interface AttemptKeys {
  /** The block of addresses that the caller's is in. */
  address?: string;
  caller?: string;
  /** Whose code it is; a registration may carry two. */
  otpRequest?: string | readonly (string | undefined)[];
  /** The business request that a code or a link is for. */
  request?: string;
  phoneNumber?: string;
  /** An e-mail address or the name of a user. */
  account?: string;
  /** What the device calls itself: one that has logged in before has attempts of its own. */
  device?: string;
  /** A password is guessed, whose owner others could lock out: each address has its first attempts, whatever others have tried. */
  isPassword?: true;
  /**
   * A code is guessed that was sent through here. Under an id that was not, for that phone number or account, there is nothing to guess:
   * it counts against its sender alone, since with such ids anybody could lock the owner out.
   */
  isSentCode?: true;
  /** A code is sent to somebody, whom others could keep from any by asking for one after the other. */
  isSending?: true;
  /** The hash of a signing link: one that was right before is no guess. Without it `request` is counted for codes. */
  link?: string;
}

export type CountedBy =
  | 'address'
  | 'device'
  | 'phoneAtAddress'
  | 'phoneNumber'
  | 'accountAtAddress'
  | 'account'
  | 'otpRequest'
  | 'request'
  | 'link'
  | 'linksByOne'
  | 'linksAtAddress'
  | 'linksByAll'
  | 'caller';

export interface AttemptLimiterSettings {
  /** 0 switches it off: for a frontend's server, all of whose users come from one address. */
  failedAttemptsPerAddress: number;
  /** What the hashes are keyed with. */
  secret: string | Buffer;
  /** Where attempts are counted: in this process, unless replicas share them. */
  store: AttemptStore;
}

/** An attempt that is counted already. */
export interface CountedAttempt {
  /** Its device has logged in before, or its link was right. */
  isKnown?: boolean;
  /** It was right: it counts for nothing, and its device is known from now on. */
  succeeded(): Promise<void>;
  /** It was none, or told nothing; or, with a list, not for these. */
  refund(of?: readonly CountedBy[]): Promise<void>;
}

export interface TooManyAttempts {
  countedBy: CountedBy;
  retryAfterSeconds: number;
}

export const ATTEMPT_WINDOW_MS = 15 * 60_000;
/** For one code above what Vlens and the sandbox allow, so that their own answer comes first. */
const MAX_FAILED: Record<Exclude<CountedBy, 'address'>, number> = {
  device: 10,
  phoneAtAddress: 10,
  phoneNumber: 50,
  accountAtAddress: 10,
  account: 50,
  otpRequest: 10,
  request: 30,
  link: 20,
  linksByOne: 20,
  linksAtAddress: 20,
  linksByAll: 60,
  caller: 30,
};
/**
 * Anybody who has guessed nothing yet has an attempt at a request's link beyond `linksByAll`, and three at a password or a code that was sent
 * beyond `phoneNumber` and `account`: else guessers from many addresses could lock the owner out, who comes with a new device. Who has hardly asked
 * for codes gets two beyond these.
 */
const FIRST_ATTEMPTS = { codes: 3, links: 1, passwords: 3, sending: 2 };
/** Of all together. A code has fewer digits than a password, and each that is sent costs the tenant, and wakes somebody up. */
const MAX_WITH_FIRST_ATTEMPTS = { codes: 150, links: 300, passwords: 300, sending: 100 };

/**
 * How many wrong codes, passwords and hashes there may be in a quarter of an hour, whichever way they come in. Attempts are
 * counted before they are made, so that many at once are no way around it, and those that counted for nothing leave nothing.
 */
export class AttemptLimiter {
  constructor(private readonly settings: AttemptLimiterSettings) {}

  /** Counts an attempt; tells which limit it would break, if one. */
  async count(kind: string, keys: AttemptKeys): Promise<CountedAttempt | TooManyAttempts> {
    const { store } = this.settings;
    const known = this.knownBy(kind, keys);
    const isKnown = known !== null && (await store.remembers('device', known)) === true;
    const limits = isKnown ? this.limitsOfKnown(keys) : this.limitsOf(keys, await this.notSentTo(keys));
    const counted: [CountedBy, Counted][] = [];
    const refund = async (of?: readonly CountedBy[]) => {
      for (const [by, attempt] of counted) if (!of || of.includes(by)) await attempt.remove();
    };
    for (const [by, value, allowed] of limits) {
      const key = this.hash(`${kind} ${by} ${value}`);
      const attempt = await store.add(key, ATTEMPT_WINDOW_MS).catch(async (error: unknown) => {
        // It is not made.
        await refund();
        throw error;
      });
      counted.push([by, attempt]);
      const { count, msLeft } = attempt;
      if (count <= allowed) continue;
      if (isFirstAttempt(by, count, new Map(counted), keys)) continue;
      // What is refused by one limit was no attempt, and counts for no other.
      await refund();
      return { countedBy: by, retryAfterSeconds: Math.max(1, Math.ceil(msLeft / 1000)) };
    }
    return {
      isKnown,
      refund,
      async succeeded() {
        await refund();
        if (known !== null) await store.remember('device', known);
      },
    };
  }

  /** A code was sent: guesses at it count against whom it was sent to. */
  async codeSent(id: string, keys: AttemptKeys): Promise<void> {
    for (const by of PEOPLE) {
      const person = personOf(by, keys);
      if (person !== undefined) await this.settings.store.remember('code', this.sentCode(id, person));
    }
  }

  /** Whom a guess at a code does not count against: nothing with one of its ids was sent to them. Where nobody can tell, it counts. */
  private async notSentTo(keys: AttemptKeys): Promise<readonly CountedBy[]> {
    // Without an address its sender can't be told from the others.
    if (!keys.isSentCode || keys.address === undefined) return [];
    const ids = [keys.otpRequest].flat().filter((id) => id !== undefined);
    const wasSent = async (id: string, person: string) =>
      (await this.settings.store.remembers('code', this.sentCode(id, person))) !== false;
    const notSent = await Promise.all(
      PEOPLE.map(async (by) => {
        const person = personOf(by, keys);
        if (person === undefined) return [];
        const sent = await Promise.all(ids.map((id) => wasSent(id, person)));
        return sent.includes(true) ? [] : [by];
      }),
    );
    return notSent.flat();
  }

  /** The address first: who has used that up must not use up a customer's attempts besides. */
  private limitsOf(keys: AttemptKeys, notBy: readonly CountedBy[]): [CountedBy, string, number][] {
    const { address, caller, link } = keys;
    const phone = phoneOf(keys);
    const account = comparableName(keys.account);
    const request = comparableId(keys.request);
    const at = (value: string | undefined) =>
      value !== undefined && address !== undefined && `${value} ${address}`;
    // Guesses with a token and those without take none of each other's.
    const isOfLink = link !== undefined && request !== undefined;
    const guesser = caller === undefined ? `address ${address}` : `caller ${caller}`;
    return this.allowed([
      ['address', address],
      ['phoneAtAddress', at(phone)],
      ['linksByOne', isOfLink && `${request} ${guesser}`],
      // Tokens can be invented: a new one is no new guesser.
      ['linksAtAddress', isOfLink && caller !== undefined && at(`${request} with token`)],
      ['linksByAll', isOfLink && `${request} ${caller === undefined ? 'without token' : 'with token'}`],
      ['phoneNumber', !notBy.includes('phoneNumber') && phone],
      ['accountAtAddress', at(account)],
      ['account', !notBy.includes('account') && account],
      ['caller', caller],
      ...otpRequestsOf(keys),
      ['request', !isOfLink && request],
    ]);
  }

  /** Of a device that has logged in, and of a link that was right: nobody else's guesses count for them. */
  private limitsOfKnown(keys: AttemptKeys): [CountedBy, string, number][] {
    const { device, link } = keys;
    return this.allowed([
      ['device', device && `${phoneOf(keys)} ${device}`],
      ['link', link && `${comparableId(keys.request)} ${link}`],
      ...otpRequestsOf(keys),
    ]);
  }

  private allowed(values: [CountedBy, string | undefined | false][]): [CountedBy, string, number][] {
    return values.flatMap(([by, value]) => {
      const allowed = by === 'address' ? this.settings.failedAttemptsPerAddress : MAX_FAILED[by];
      return typeof value === 'string' && allowed > 0 ? [[by, value, allowed]] : [];
    });
  }

  /** What is remembered of an attempt that was right. */
  private knownBy(kind: string, keys: AttemptKeys): string | null {
    const { device, phoneNumber, link, request } = keys;
    if (device && phoneNumber) return this.hash(`${kind} known device ${phoneOf(keys)} ${device}`);
    return link && request ? this.hash(`${kind} known link ${comparableId(request)} ${link}`) : null;
  }

  private sentCode(id: string, person: string): string {
    return this.hash(`code ${comparableId(id)} ${person}`);
  }

  private hash(text: string): string {
    return createHmac('sha256', this.settings.secret).update(`tries ${text}`).digest('base64url');
  }
}

/** Whether a limit of all together is broken by somebody who has hardly tried. */
function isFirstAttempt(
  by: CountedBy,
  count: number,
  counted: ReadonlyMap<CountedBy, Counted>,
  { isPassword, isSentCode, isSending }: AttemptKeys,
): boolean {
  const isFirst = (kind: keyof typeof FIRST_ATTEMPTS, ...own: CountedBy[]) =>
    count <= MAX_WITH_FIRST_ATTEMPTS[kind] &&
    // Without an address nobody can be told from the others.
    own.some((each) => counted.has(each)) &&
    own.every((each) => (counted.get(each)?.count ?? 0) <= FIRST_ATTEMPTS[kind]);
  if (by === 'linksByAll') return isFirst('links', 'linksByOne', 'linksAtAddress');
  const atAddress = AT_ADDRESS.get(by);
  if (!atAddress) return false;
  if (isSending) return isFirst('sending', atAddress);
  if (isPassword) return isFirst('passwords', atAddress);
  return isSentCode === true && isFirst('codes', atAddress);
}

/** By what each address is counted of what all are counted of. */
const AT_ADDRESS: ReadonlyMap<CountedBy, CountedBy> = new Map([
  ['phoneNumber', 'phoneAtAddress'],
  ['account', 'accountAtAddress'],
]);

/** What says whose code it is. */
const PEOPLE = ['phoneNumber', 'account'] as const;

function personOf(by: (typeof PEOPLE)[number], keys: AttemptKeys): string | undefined {
  return by === 'phoneNumber' ? phoneOf(keys) : comparableName(keys.account);
}

function otpRequestsOf({ otpRequest }: AttemptKeys): [CountedBy, string | undefined][] {
  return [otpRequest].flat().map((id) => ['otpRequest', comparableId(id)]);
}

function phoneOf({ phoneNumber }: AttemptKeys): string | undefined {
  return phoneNumber === undefined ? undefined : comparablePhone(phoneNumber);
}
