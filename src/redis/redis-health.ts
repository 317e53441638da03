import type { RedisBus } from './redis-bus.js';
import { causeOf } from './redis-errors.js';
import type { RedisLink } from './redis-link.js';
import type { SecretWatch } from './secret-watch.js';

/** A problem with Redis, followed by what the operator can do about it. */
export type RedisProblem =
  `${'down' | 'not subscribed' | 'evicts keys' | 'one node' | 'no INFO' | 'other secrets'}: ${string}`;

/** How often INFO is read: an operator may change the eviction policy at any time. */
const READ_INFO_EVERY_MS = 60_000;

/** Advice for the operator, by the cause of the failure. */
export const ADVICE_BY_CAUSE: Record<string, string> = {
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
  NODES:
    'its nodes can’t be reached at the addresses that they announce (CLUSTER SLOTS): mend these, or bring the nodes back',
  CLUSTERDOWN: 'bring back the nodes that hold its slots',
  TRYAGAIN: 'wait until the slot of its keys has moved to another node',
  MOVED: 'write redis+cluster:// into REDIS_URL: it is a cluster',
  NOCLUSTER: 'write redis:// into REDIS_URL: it is no cluster',
  NODATABASE: 'write the number of a database that it has into REDIS_URL',
  NOCOMMAND: 'name a Redis that runs scripts: sentinels are named by redis+sentinel://',
  CROSSSLOT: 'put nothing between that changes keys: those of one tenant lie in one slot',
  SPREAD:
    'what stands between spreads the keys of one tenant over several servers: have it go by what is in braces (twemproxy: hash_tag: "{}")',
  MAXCLIENTS: 'raise maxclients of Redis',
  TLS: 'check the certificate of Redis, and REDIS_CA_FILE where its CA is your own',
};

/** Judges Redis for readiness: it is reachable, delivers hints, evicts no keys, and all gateways of the tenant use one secret. */
export class SharedStateHealth {
  private policy: string | null = null;
  private isNodeOfCluster = false;
  private mayAskInfo = true;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly link: RedisLink,
    private readonly bus: Pick<RedisBus, 'isSubscribed'>,
    private readonly onChange: () => void = () => {},
    private readonly secrets: Pick<SecretWatch, 'others'> = { others: 0 },
  ) {
    link.onHealed(() => void this.readInfo());
    this.timer = setInterval(() => void this.readInfo(), READ_INFO_EVERY_MS).unref();
  }

  now(): { state: 'up' | 'down'; failures: number; cause: string | null; problems: RedisProblem[] } {
    const { isUp, failureCount: failures, cause } = this.link;
    const problems: RedisProblem[] = [];
    if (!isUp) {
      const advice = ADVICE_BY_CAUSE[cause ?? ''];
      problems.push(`down: ${cause ?? 'CLOSED'}${advice ? `; ${advice}` : ''}`);
    } else if (!this.bus.isSubscribed) {
      problems.push('not subscribed: hints of other replicas are missed; status changes are polled instead');
    }
    if (this.policy !== null && this.policy !== 'noeviction') {
      problems.push(`evicts keys: maxmemory-policy is ${this.policy}; set it to noeviction`);
    }
    if (this.isNodeOfCluster && this.link.kind === 'server') {
      problems.push(
        'one node: REDIS_URL names one node of a cluster, and another may have its keys at any time; write redis+cluster:// into it',
      );
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

  /** Uses INFO, since managed services forbid CONFIG. */
  private async readInfo(): Promise<void> {
    if (!this.link.isUp) return;
    const before = this.fromInfo();
    try {
      const info = await this.link.info();
      this.mayAskInfo = true;
      this.policy = /^maxmemory_policy:([a-z-]+)/m.exec(info)?.[1] ?? this.policy;
      this.isNodeOfCluster = /^redis_mode:cluster/m.test(info);
    } catch (error) {
      this.mayAskInfo &&= causeOf(error) !== 'NOPERM';
    }
    if (this.fromInfo() !== before) this.onChange();
  }

  /** The findings from INFO as one string, to compare. */
  private fromInfo(): string {
    return [this.policy, this.isNodeOfCluster, this.mayAskInfo].join();
  }
}
