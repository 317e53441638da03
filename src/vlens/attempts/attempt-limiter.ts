import { createHmac } from 'node:crypto';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** What tries are counted by. The values are hashed before they are held on to. */
export interface AttemptKeys {
  caller?: string;
  otpRequest?: string;
  phoneNumber?: string;
  address?: string;
}

type CountedBy = keyof AttemptKeys;

export interface AttemptLimiterSettings {
  /** 0 switches it off: for a frontend's server, all of whose users come from one address. */
  failedTriesPerAddress: number;
  /** What the hashes are keyed with. */
  secret: string | Buffer;
  /** Where tries are counted: in this process, unless replicas share them. */
  limiter?: (rule: AttemptRule) => RateLimiterAbstract;
}

/** So many tries in so many seconds, counted under keys of this prefix. */
export interface AttemptRule {
  points: number;
  duration: number;
  keyPrefix: string;
}

/** A try that is counted already and may be taken back, since it was none. */
export interface CountedAttempt {
  refund(): Promise<void>;
}

export interface TooManyAttempts {
  countedBy: CountedBy;
  retryAfterSeconds: number;
}

const WINDOW_SECONDS = 15 * 60;
/** Above what Vlens and the sandbox allow for one code, so that their own answer comes first. */
const FAILED_TRIES: Record<Exclude<CountedBy, 'address'>, number> = {
  otpRequest: 10,
  phoneNumber: 10,
  caller: 30,
};

/**
 * How many wrong codes and passwords there may be in a quarter of an hour, whichever way they come in: by code, by phone
 * number, by caller and by address. Tries are counted before they are made, so that many at once are no way around it.
 */
export class AttemptLimiter {
  private readonly limiters: Map<CountedBy, RateLimiterAbstract>;

  constructor(private readonly settings: AttemptLimiterSettings) {
    // The address first: who has used that up must not use up a customer's tries besides.
    const { limiter = (rule: AttemptRule) => new RateLimiterMemory(rule) } = settings;
    const points = { address: settings.failedTriesPerAddress, ...FAILED_TRIES };
    this.limiters = new Map(
      Object.entries(points)
        .filter(([, allowed]) => allowed > 0)
        .map(([countedBy, allowed]) => [
          countedBy as CountedBy,
          limiter({ points: allowed, duration: WINDOW_SECONDS, keyPrefix: countedBy }),
        ]),
    );
  }

  /** Counts a try; tells which limit it would break, if one. */
  async count(kind: string, keys: AttemptKeys): Promise<CountedAttempt | TooManyAttempts> {
    const counted: [RateLimiterAbstract, string][] = [];
    const refund = async () => {
      for (const [limiter, key] of counted) await limiter.reward(key);
    };
    for (const [countedBy, limiter] of this.limiters) {
      const value = keys[countedBy];
      if (value === undefined) continue;
      const key = this.hash(`${kind} ${countedBy} ${value}`);
      try {
        await limiter.consume(key);
        counted.push([limiter, key]);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        // What is refused by one limit was no try, and counts for no other.
        await refund();
        return { countedBy, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
      }
    }
    return { refund };
  }

  private hash(text: string): string {
    return createHmac('sha256', this.settings.secret).update(`tries ${text}`).digest('base64url');
  }
}
