import { createHmac, hkdfSync, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Encryption } from '../idempotency/encryption.js';
import type { RecordId } from '../idempotency/store.js';
import { ProcessBus } from '../live/process-bus.js';
import type { StatusBus } from '../live/status-bus.js';
import type { StatusHint } from '../vlens/webhook.js';
import { type RedisLink, resubscribeDelayMs, Script } from './redis-link.js';
import { type TakenHint, TakenHints } from './taken-hints.js';

/**
 * Bounds the ids of published webhook events. They are kept for longer than any redelivery takes. At a thousand changes a minute, the
 * list holds the last hour and a half.
 */
export const PUBLISHED_EVENTS_LIMITS = { maxEntries: 100_000, ttlMs: 24 * 60 * 60 * 1000 };
const PING_EVERY_MS = 5000;
/** The record id that an encrypted hint is bound to. */
const HINT = 'hint' as RecordId;

interface Envelope {
  from: string;
  hint: StatusHint;
}

/**
 * Delivers hints to every replica. It publishes each hint through Redis, encrypted, for the other replicas, and passes it to the
 * subscribers of this process. A webhook delivery that another replica has published is not published again.
 * While this replica is not subscribed, it assumes that it misses hints of other replicas: it polls for its callers as if there were no
 * webhooks. When it is subscribed again, it asks the others for the hints that it missed, since polling for many callers takes minutes.
 * Hints that it could not send to Redis are sent when Redis is back: the other replicas can't know that they missed them.
 */
export class RedisBus implements StatusBus {
  private readonly here = new ProcessBus();
  private readonly missed = new Set<() => void>();
  private readonly me = randomUUID();
  private listener: Redis;
  private opening: NodeJS.Timeout | undefined;
  private isClosed = false;
  private readonly encryption: Encryption;
  private readonly eventKey: Buffer;
  private readonly channel: string;
  /** The channel on which this replica sends messages to itself, to check that it receives any. */
  private readonly ownChannel: string;
  private readonly pinging: NodeJS.Timeout;
  private subscribed = false;
  /** The last message that this replica sent to itself and has not received yet. */
  private pendingPing: string | null = null;
  private failedSubscriptions = 0;
  private readonly taken = new TakenHints();
  /** The channel on which replicas ask for hints that they missed. */
  private readonly askingChannel: string;
  /** This replica was not subscribed for a while, and has not yet asked for the hints that it missed. */
  private hasGap = false;

  constructor(
    private readonly link: RedisLink,
    private readonly keyPrefix: string,
    secret: string,
    private readonly onChange: () => void = () => {},
  ) {
    this.encryption = new Encryption(secret);
    this.eventKey = Buffer.from(hkdfSync('sha256', secret, '', 'webhook event', 32));
    this.channel = `${keyPrefix}hints`;
    this.ownChannel = `${keyPrefix}hears:${this.me}`;
    this.askingChannel = `${keyPrefix}asking`;
    this.listener = this.open();
    this.pinging = setInterval(() => void this.ping(), PING_EVERY_MS).unref();
    // While Redis hung, it delivered no hints of other replicas.
    link.onHealed(() => {
      this.reportMissed();
      void this.catchUp();
    });
  }

  /** Whether hints of other replicas reach this one. */
  get isSubscribed(): boolean {
    return this.subscribed;
  }

  get hearsAll(): boolean {
    return this.subscribed && this.link.isUp;
  }

  async publish(hint: StatusHint): Promise<void> {
    const event = createHmac('sha256', this.eventKey).update(hint.eventId).digest('base64url');
    const { maxEntries, ttlMs } = PUBLISHED_EVENTS_LIMITS;
    const isNew = await this.link
      .script(
        PUBLISH,
        [`${this.keyPrefix}events`],
        [this.channel, this.encrypted(hint), event, maxEntries, ttlMs],
      )
      .catch(() => null);
    if (isNew === 0) return;
    this.taken.add({ hint, isPublished: isNew === 1 });
    await this.here.publish(hint);
  }

  listen(hear: (hint: StatusHint) => void, missedSome: () => void): () => void {
    const stop = this.here.listen(hear);
    this.missed.add(missedSome);
    return () => {
      stop();
      this.missed.delete(missedSome);
    };
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.pinging);
    clearTimeout(this.opening);
    this.listener.disconnect();
  }

  private open(): Redis {
    const listener = this.link.listener();
    listener.on('message', (channel: string, text: string) => {
      if (channel === this.channel) this.onHint(text);
      else if (channel === this.askingChannel) void this.publishAgain(() => text !== this.me);
      else if (text === this.pendingPing) this.pendingPing = null;
    });
    listener.on('ready', () => void this.subscribe(listener));
    listener.once('end', () => {
      this.lose();
      if (this.isClosed) return;
      // When the connection is cut, ioredis keeps its connections to the sentinels open, over which they announce a new primary.
      listener.disconnect();
      this.failedSubscriptions += 1;
      this.opening = setTimeout(() => {
        this.listener = this.open();
      }, resubscribeDelayMs(this.failedSubscriptions)).unref();
    });
    return listener;
  }

  private async subscribe(listener: Redis): Promise<void> {
    try {
      await listener.subscribe(this.channel, this.ownChannel, this.askingChannel);
      this.subscribed = true;
      this.pendingPing = null;
      this.failedSubscriptions = 0;
      this.reportMissed();
      this.onChange();
      void this.catchUp();
    } catch {
      listener.disconnect();
    }
  }

  /**
   * Checks that the listener still receives messages. A listener only waits, so it does not notice when the other end is gone. A node that
   * has left its cluster, or is cut off from it, even answers as before, but delivers no messages.
   */
  private async ping(): Promise<void> {
    const { listener } = this;
    if (!this.subscribed) return;
    if (this.pendingPing !== null && this.link.isUp) return listener.disconnect();
    await listener.ping().catch(() => listener.disconnect());
    const ping = randomUUID();
    this.pendingPing = ping;
    if (!(await this.send(this.ownChannel, ping))) this.pendingPing = null;
  }

  private lose(): void {
    this.hasGap = true;
    if (!this.subscribed) return;
    this.subscribed = false;
    this.reportMissed();
    this.onChange();
  }

  /**
   * Runs when Redis is up again and when this replica is subscribed again. Once both are true after a gap, it asks the others for their
   * hints and publishes its own. So if two replicas were cut off together, the one that subscribes last exchanges hints with the other.
   */
  private async catchUp(): Promise<void> {
    const hadGap = this.hasGap && this.hearsAll;
    if (hadGap) this.hasGap = !(await this.send(this.askingChannel, this.me));
    await this.publishAgain(({ isPublished }) => hadGap || !isPublished);
  }

  /** Publishes hints one after another. A replica that already knows a hint ignores it. */
  private async publishAgain(isWanted: (taken: TakenHint) => boolean): Promise<void> {
    for (const taken of this.taken.all().filter(isWanted)) {
      taken.isPublished = await this.send(this.channel, this.encrypted(taken.hint));
      if (!taken.isPublished) return;
    }
  }

  /** Publishes at the cluster node that also publishes the hints. Resolves to whether Redis took the message. */
  private send(channel: string, text: string): Promise<boolean> {
    return this.link.script(SEND, [`${this.keyPrefix}events`], [channel, text]).then(
      () => true,
      () => false,
    );
  }

  private encrypted(hint: StatusHint): string {
    return Buffer.from(this.encryption.encrypt(HINT, { from: this.me, hint } satisfies Envelope)).toString(
      'base64',
    );
  }

  private reportMissed(): void {
    for (const notify of this.missed) notify();
  }

  /** Ignores messages that were not encrypted with our secret. */
  private onHint(text: string): void {
    let envelope: Envelope;
    try {
      envelope = this.encryption.decrypt(HINT, Buffer.from(text, 'base64')) as Envelope;
    } catch {
      return;
    }
    if (envelope.from !== this.me) void this.here.publish(envelope.hint);
  }
}

const SEND = new Script("return redis.call('PUBLISH', ARGV[1], ARGV[2])");

/**
 * Remembers and publishes an event in one script. Otherwise a replica that ends in between would leave an event that is remembered but
 * never published.
 */
const PUBLISH = new Script(`
local events, event, max, ttl = KEYS[1], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', events, '-inf', now - ttl)
if redis.call('ZADD', events, 'NX', now, event) == 0 then return 0 end
if redis.call('ZCARD', events) > max then redis.call('ZREM', events, redis.call('ZRANGE', events, 0, 0)[1]) end
redis.call('PEXPIRE', events, ttl)
redis.call('PUBLISH', ARGV[1], ARGV[2])
return 1
`);
