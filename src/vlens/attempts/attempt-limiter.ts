import { createHmac } from 'node:crypto';
import type { AttemptStore } from './attempt-store.js';
import { comparableId } from './comparable-id.js';

/** What attempts are counted by. The values are hashed before they are held on to. */
export interface AttemptKeys {
  /** The block of addresses that the caller's is in. */
  address?: string;
  caller?: string;
  otpRequest?: string;
  /** The business request that a code or a link is for. */
  request?: string;
  phoneNumber?: string;
  /** An e-mail address or the name of a user. */
  account?: string;
  /** What the device calls itself: one that has logged in before has attempts of its own. */
  device?: string;
}

export type CountedBy =
  | 'address'
  | 'device'
  | 'phoneAtAddress'
  | 'phoneNumber'
  | 'accountAtAddress'
  | 'account'
  | 'otpRequest'
  | 'requestAtAddress'
  | 'request'
  | 'caller';

export interface AttemptLimiterSettings {
  /** 0 switches it off: for a frontend's server, all of whose users come from one address. */
  failedTriesPerAddress: number;
  /** What the hashes are keyed with. */
  secret: string | Buffer;
  /** Where attempts are counted: in this process, unless replicas share them. */
  store: AttemptStore;
}

/** An attempt that is counted already. */
export interface CountedAttempt {
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
  requestAtAddress: 20,
  request: 30,
  caller: 30,
};

/**
 * How many wrong codes, passwords and hashes there may be in a quarter of an hour, whichever way they come in. Attempts are
 * counted before they are made, so that many at once are no way around it, and those that counted for nothing leave nothing.
 */
export class AttemptLimiter {
  constructor(private readonly settings: AttemptLimiterSettings) {}

  /** Counts an attempt; tells which limit it would break, if one. */
  async count(kind: string, keys: AttemptKeys): Promise<CountedAttempt | TooManyAttempts> {
    const { store } = this.settings;
    const device = this.deviceOf(kind, keys);
    const isKnown = device !== null && (await store.remembers(device));
    const counted: { by: CountedBy; key: string }[] = [];
    const refund = async (of?: readonly CountedBy[]) => {
      for (const { by, key } of counted) if (!of || of.includes(by)) await store.remove(key);
    };
    for (const [by, value, allowed] of this.limitsOf(keys, isKnown)) {
      const key = this.hash(`${kind} ${by} ${value}`);
      const { count, msLeft } = await store.add(key, ATTEMPT_WINDOW_MS);
      counted.push({ by, key });
      if (count <= allowed) continue;
      // What is refused by one limit was no attempt, and counts for no other.
      await refund();
      return { countedBy: by, retryAfterSeconds: Math.max(1, Math.ceil(msLeft / 1000)) };
    }
    return {
      refund,
      async succeeded() {
        await refund();
        if (device !== null) await store.remember(device);
      },
    };
  }

  /** The address first: who has used that up must not use up a customer's attempts besides. */
  private limitsOf(keys: AttemptKeys, isKnownDevice: boolean): [CountedBy, string, number][] {
    const { address, caller, device } = keys;
    const phone = keys.phoneNumber?.replace(/\D/g, '');
    const account = keys.account?.trim().toLowerCase();
    const otpRequest = comparableId(keys.otpRequest);
    const request = comparableId(keys.request);
    const at = (value: string | undefined) =>
      value !== undefined && address !== undefined && `${value} ${address}`;
    const values: [CountedBy, string | undefined | false][] = isKnownDevice
      ? [['device', `${phone} ${device}`]]
      : [
          ['address', address],
          ['phoneAtAddress', at(phone)],
          ['requestAtAddress', keys.caller === undefined && at(request)],
          ['phoneNumber', phone],
          ['accountAtAddress', at(account)],
          ['account', account],
          ['caller', caller],
        ];
    values.push(['otpRequest', otpRequest], ['request', keys.caller !== undefined && request]);
    return values.flatMap(([by, value]) => {
      const allowed = by === 'address' ? this.settings.failedTriesPerAddress : MAX_FAILED[by];
      return typeof value === 'string' && allowed > 0 ? [[by, value, allowed]] : [];
    });
  }

  private deviceOf(kind: string, { device, phoneNumber }: AttemptKeys): string | null {
    if (!device || !phoneNumber) return null;
    return this.hash(`${kind} known device ${phoneNumber.replace(/\D/g, '')} ${device}`);
  }

  private hash(text: string): string {
    return createHmac('sha256', this.settings.secret).update(`tries ${text}`).digest('base64url');
  }
}
