import type { RedisBus } from './redis-bus.js';
import { causeOf } from './redis-errors.js';
import type { RedisLink } from './redis-link.js';
import type { SecretWatch } from './secret-watch.js';

/** What is wrong with Redis, each with what the operator can do about it. */
export type RedisProblem =
  `${'down' | 'not subscribed' | 'evicts keys' | 'no INFO' | 'other secrets'}: ${string}`;

/** How often the policy is read again: an operator may change it at any time. */
const READ_POLICY_EVERY_MS = 60_000;

/** By the first word of why it is down. */
export const WHAT_TO_DO: Record<string, string> = {
  WRONGPASS: 'mend the user name or password in REDIS_URL',
  NOAUTH: 'write a password into REDIS_URL',
  NOPERM: 'grant the commands and keys that docs/how-to/redis.md lists',
  OOM: 'give Redis more memory',
  MISCONF: 'look at its disk and log: it refuses writes since it cannot save',
  LOADING: 'wait: it reads its data from the disk',
  READONLY: 'point REDIS_URL to the primary, or to its sentinels',
  NOREPLICAS: 'bring back its replicas: it takes no writes that only it would know (min-replicas-to-write)',
  SENTINEL:
    'check that the sentinels can be reached, over TLS with REDIS_CA_FILE too, and the name of the master in REDIS_URL',
  SENTINEL_NOAUTH: 'write the password of the sentinels into REDIS_SENTINEL_PASSWORD',
  SENTINEL_WRONGPASS: 'mend REDIS_SENTINEL_PASSWORD: the sentinels take another password',
  CLUSTERDOWN: 'bring back the nodes that hold its slots',
  TRYAGAIN: 'wait until the slot of its keys has moved to another node',
  MOVED: 'write redis+cluster:// into REDIS_URL: it is a cluster',
  NOCLUSTER: 'write redis:// into REDIS_URL: it is no cluster',
  NODATABASE: 'write the number of a database that it has into REDIS_URL',
  NOCOMMAND: 'name a Redis that runs scripts: sentinels are named by redis+sentinel://',
  CROSSSLOT: 'put nothing between that changes keys: those of one tenant lie in one slot',
  MAXCLIENTS: 'raise maxclients of Redis',
  TLS: 'check the certificate of Redis, and REDIS_CA_FILE where its CA is your own',
};

/** Judges Redis for readiness: reachable, subscribed to hints, set to forget nothing, and shared by all under one secret. */
export class SharedStateHealth {
  private policy: string | null = null;
  private mayAskInfo = true;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly link: RedisLink,
    private readonly bus: Pick<RedisBus, 'isSubscribed'>,
    private readonly onChange: () => void = () => {},
    private readonly secrets: Pick<SecretWatch, 'others'> = { others: 0 },
  ) {
    link.onHealed(() => void this.readPolicy());
    this.timer = setInterval(() => void this.readPolicy(), READ_POLICY_EVERY_MS).unref();
  }

  now(): { state: 'up' | 'down'; failures: number; cause: string | null; problems: RedisProblem[] } {
    const { isUp, failureCount: failures, cause } = this.link;
    const problems: RedisProblem[] = [];
    if (!isUp) {
      const advice = WHAT_TO_DO[cause ?? ''];
      problems.push(`down: ${cause ?? 'CLOSED'}${advice ? `; ${advice}` : ''}`);
    } else if (!this.bus.isSubscribed) {
      problems.push('not subscribed: hints of other replicas are missed; status changes are polled instead');
    }
    if (this.policy !== null && this.policy !== 'noeviction') {
      problems.push(`evicts keys: maxmemory-policy is ${this.policy}; set it to noeviction`);
    }
    if (isUp && !this.mayAskInfo) {
      problems.push(
        'no INFO: its restarts and failovers are noticed only where it comes back empty; grant info',
      );
    }
    if (this.secrets.others > 0) {
      problems.push(
        'other secrets: a gateway for the same ApiKey runs under another STATE_SECRET, so that neither steps nor quota are shared with it; give all the same one',
      );
    }
    return { state: isUp ? 'up' : 'down', failures, cause, problems };
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** `INFO memory`, since managed services forbid CONFIG. */
  private async readPolicy(): Promise<void> {
    if (!this.link.isUp) return;
    // Not over the link: a Redis that keeps INFO to itself is up all the same.
    let { mayAskInfo } = this;
    const info = await this.link.client.info('memory').then(
      (text) => {
        mayAskInfo = true;
        return text;
      },
      (error: unknown) => {
        mayAskInfo &&= causeOf(error) !== 'NOPERM';
        return '';
      },
    );
    const policy = /^maxmemory_policy:([a-z-]+)/m.exec(info)?.[1] ?? this.policy;
    if (policy === this.policy && mayAskInfo === this.mayAskInfo) return;
    this.policy = policy;
    this.mayAskInfo = mayAskInfo;
    this.onChange();
  }
}
