import { createHmac } from 'node:crypto';
import type { AttemptStore, Count, Counted } from './attempt-store.js';
import { comparableId, comparableName, comparablePhone } from './comparable-id.js';

/** What attempts are counted by. Values are hashed before they are stored. */
export interface AttemptKeys {
  /** The block of IP addresses that contains the caller's. */
  address?: string;
  caller?: string;
  /** The ids of the codes; a registration may have two. */
  otpRequest?: string | readonly (string | undefined)[];
  /** The business request that a code or a link belongs to. */
  request?: string;
  phoneNumber?: string;
  /** An e-mail address or a user name. */
  account?: string;
  /** The device's own name for itself. A device that has logged in before has attempts of its own. */
  device?: string;
  /** The guess is at a password, whose owner others could lock out. So each address has its first attempts, whatever others have tried. */
  isPassword?: true;
  /**
   * The guess is at a code that was sent through this gateway. With an id that was not sent to that phone number or account, there is
   * nothing to guess, so the attempt counts against its sender alone. Otherwise anybody could lock the owner out with such ids.
   */
  isSentCode?: true;
  /**
   * The call sends a code to a person. Others could keep that person from getting any code by requesting one after the other. `again`: it
   * does so only if the code in it is wrong, so it may come once the last code was sent.
   */
  isSending?: 'first' | 'again';
  /**
   * The caller's token is not known to be accepted by Vlens, so it may be invented. Such attempts count among themselves, so that they can't
   * lock out a signer whose token is known, also while they are in flight. They count for all once Vlens says that the code was wrong.
   */
  isStranger?: true;
  /** The hash of a signing link. A link that was right before is no guess. If absent, `request` is counted, for codes. */
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
  | 'otpRequestByStrangers'
  | 'requestByStrangers'
  | 'link'
  | 'linksByOne'
  | 'linksAtAddress'
  | 'linksByAll'
  | 'caller';

export interface AttemptLimiterSettings {
  /** 0 disables this limit: for a frontend's server, all of whose users share one address. */
  failedAttemptsPerAddress: number;
  /** The secret of the hashes. */
  secret: string | Buffer;
  /** Counts the attempts: in this process, or together with other replicas. */
  store: AttemptStore;
}

/** An attempt that was counted. */
export interface CountedAttempt {
  /** Whether its device has logged in before, or its link was right. */
  isKnown?: boolean;
  /** The guess was right: it does not count, and its device is remembered. */
  succeeded(): Promise<void>;
  /** It was no attempt, or showed nothing about the guess. With a list: for these counters only. */
  refund(of?: readonly CountedBy[]): Promise<void>;
  /** Vlens says that the guess of a stranger was wrong: it counts for all, except by these. */
  wasWrong(notBy?: readonly CountedBy[]): Promise<void>;
}

export interface TooManyAttempts {
  countedBy: CountedBy;
  retryAfterSeconds: number;
}

export const ATTEMPT_WINDOW_MS = 15 * 60_000;
/** The limit for one code is above those of Vlens and the sandbox, so that their own answer comes first. */
const MAX_FAILED: Record<Exclude<CountedBy, 'address'>, number> = {
  device: 10,
  phoneAtAddress: 10,
  phoneNumber: 50,
  accountAtAddress: 10,
  account: 50,
  otpRequest: 10,
  request: 30,
  otpRequestByStrangers: 10,
  requestByStrangers: 30,
  link: 20,
  linksByOne: 20,
  linksAtAddress: 20,
  linksByAll: 60,
  caller: 30,
};
/**
 * Callers who have not guessed yet get attempts beyond the limits that all callers share: one at a request's link beyond `linksByAll`, and
 * three at a password or a sent code beyond `phoneNumber` and `account`. Otherwise guessers from many addresses could lock out the owner,
 * who comes with a new device. Callers who have requested few codes get two more of them.
 */
const FIRST_ATTEMPTS = { codes: 3, links: 1, passwords: 3, sending: 2 };
/**
 * The limits of all callers together, including these first attempts. The limit for codes is low because a code has fewer digits than a
 * password. The limit for sending is low because each code costs the tenant money and disturbs a person.
 */
const MAX_WITH_FIRST_ATTEMPTS = { codes: 150, links: 300, passwords: 300, sending: 100 };

/**
 * Limits wrong codes, passwords and hashes in a quarter of an hour, whichever way they arrive. An attempt is counted before it is made, so
 * that many at once cannot get around the limit. An attempt that does not count leaves nothing behind.
 */
export class AttemptLimiter {
  constructor(private readonly settings: AttemptLimiterSettings) {}

  /** Counts an attempt, or returns the limit that it would exceed. */
  async count(kind: string, keys: AttemptKeys): Promise<CountedAttempt | TooManyAttempts> {
    const { store } = this.settings;
    const known = this.knownBy(kind, keys);
    const isKnown = known !== null && (await store.remembers('device', known)) === true;
    const limits = isKnown ? this.limitsOfKnown(keys) : this.limitsOf(keys, await this.notSentTo(keys));
    const counted: [CountedBy, Counted][] = [];
    const countedIfWrong: [CountedBy, string][] = [];
    const refund = async (of?: readonly CountedBy[]) => {
      for (const [by, attempt] of counted) if (!of || of.includes(by)) await attempt.remove();
    };
    const more = keys.isSending === 'again' ? 1 : 0;
    for (const [by, value, allowed] of limits) {
      const key = this.hash(`${kind} ${by} ${value}`);
      const add = async (): Promise<Count> => {
        const attempt = await store.add(key, ATTEMPT_WINDOW_MS);
        counted.push([by, attempt]);
        return attempt;
      };
      const addIfWrong = async (): Promise<Count> => {
        countedIfWrong.push([by, key]);
        const { count, msLeft } = await store.look(key);
        return { count: count + 1, msLeft };
      };
      const counting = keys.isStranger && IF_WRONG.has(by) ? addIfWrong() : add();
      const { count, msLeft } = await counting.catch(async (error: unknown) => {
        // The attempt will not be made.
        await refund();
        throw error;
      });
      if (count <= allowed + more) continue;
      if (isFirstAttempt(by, count, new Map(counted), keys)) continue;
      // An attempt that one limit refuses is not made, so it counts against no other.
      await refund();
      return { countedBy: by, retryAfterSeconds: Math.max(1, Math.ceil(msLeft / 1000)) };
    }
    return {
      isKnown,
      refund,
      async wasWrong(notBy = []) {
        for (const [by, key] of countedIfWrong)
          if (!notBy.includes(by)) await store.add(key, ATTEMPT_WINDOW_MS);
      },
      async succeeded() {
        await refund();
        if (known !== null) await store.remember('device', known);
      },
    };
  }

  /** Remembers to whom a code was sent, so that guesses at it count against that person. */
  async codeSent(id: string, keys: AttemptKeys): Promise<void> {
    for (const by of PEOPLE) {
      const person = personOf(by, keys);
      if (person !== undefined) await this.settings.store.remember('code', this.sentCode(id, person));
    }
  }

  /**
   * The counters that a guess at a code does not touch, because no code with one of its ids was sent to these people. If that is not known,
   * the guess counts.
   */
  private async notSentTo(keys: AttemptKeys): Promise<readonly CountedBy[]> {
    // Without an address, the sender can't be distinguished from others.
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

  /** The address comes first: a caller who has used it up must not use up a customer's attempts too. */
  private limitsOf(keys: AttemptKeys, notBy: readonly CountedBy[]): [CountedBy, string, number][] {
    const { address, caller, link } = keys;
    const phone = phoneOf(keys);
    const account = comparableName(keys.account);
    const request = comparableId(keys.request);
    const at = (value: string | undefined) =>
      value !== undefined && address !== undefined && `${value} ${address}`;
    // Guesses with a token and guesses without one have separate counters.
    const isOfLink = link !== undefined && request !== undefined;
    const guesser = caller === undefined ? `address ${address}` : `caller ${caller}`;
    return this.allowed([
      ['address', address],
      ['phoneAtAddress', at(phone)],
      ['linksByOne', isOfLink && `${request} ${guesser}`],
      // Tokens can be invented, so a new token does not make a new guesser.
      ['linksAtAddress', isOfLink && caller !== undefined && at(`${request} with token`)],
      ['linksByAll', isOfLink && `${request} ${caller === undefined ? 'without token' : 'with token'}`],
      ['phoneNumber', !notBy.includes('phoneNumber') && phone],
      ['accountAtAddress', at(account)],
      ['account', !notBy.includes('account') && account],
      ['caller', caller],
      ...otpRequestsOf(keys),
      ['request', !isOfLink && request],
      ...this.limitsOfStrangers(keys),
    ]);
  }

  /** The limits of a device that has logged in, or of a link that was right: nobody else's guesses count against them. */
  private limitsOfKnown(keys: AttemptKeys): [CountedBy, string, number][] {
    const { device, link } = keys;
    return this.allowed([
      ['device', device && `${phoneOf(keys)} ${device}`],
      ['link', link && `${comparableId(keys.request)} ${link}`],
      ...otpRequestsOf(keys),
    ]);
  }

  private limitsOfStrangers(keys: AttemptKeys): [CountedBy, string | undefined][] {
    if (!keys.isStranger) return [];
    const codes = otpRequestsOf(keys).map(([, id]): [CountedBy, string | undefined] => [
      'otpRequestByStrangers',
      id,
    ]);
    return [...codes, ['requestByStrangers', comparableId(keys.request)]];
  }

  private allowed(values: [CountedBy, string | undefined | false][]): [CountedBy, string, number][] {
    return values.flatMap(([by, value]) => {
      const allowed = by === 'address' ? this.settings.failedAttemptsPerAddress : MAX_FAILED[by];
      return typeof value === 'string' && allowed > 0 ? [[by, value, allowed]] : [];
    });
  }

  /** The key under which a right attempt is remembered. */
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

/** What a stranger's guess counts by only once Vlens says that it was wrong. */
const IF_WRONG: ReadonlySet<CountedBy> = new Set(['otpRequest', 'request']);

/** Whether a limit of all callers is exceeded by a caller who has hardly tried. */
function isFirstAttempt(
  by: CountedBy,
  count: number,
  counted: ReadonlyMap<CountedBy, Counted>,
  { isPassword, isSentCode, isSending }: AttemptKeys,
): boolean {
  const more = isSending === 'again' ? 1 : 0;
  const isFirst = (kind: keyof typeof FIRST_ATTEMPTS, ...own: CountedBy[]) =>
    count <= MAX_WITH_FIRST_ATTEMPTS[kind] + more &&
    // Without an address, the sender can't be distinguished from others.
    own.some((each) => counted.has(each)) &&
    own.every((each) => (counted.get(each)?.count ?? 0) <= FIRST_ATTEMPTS[kind] + more);
  if (by === 'linksByAll') return isFirst('links', 'linksByOne', 'linksAtAddress');
  const atAddress = AT_ADDRESS.get(by);
  if (!atAddress) return false;
  if (isSending) return isFirst('sending', atAddress);
  if (isPassword) return isFirst('passwords', atAddress);
  return isSentCode === true && isFirst('codes', atAddress);
}

/** For each counter of all callers, the counter per address. */
const AT_ADDRESS: ReadonlyMap<CountedBy, CountedBy> = new Map([
  ['phoneNumber', 'phoneAtAddress'],
  ['account', 'accountAtAddress'],
]);

/** What tells whose code it is. */
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
