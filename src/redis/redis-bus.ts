import { createHmac, hkdfSync, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Encryption } from '../idempotency/encryption.js';
import type { RecordId } from '../idempotency/store.js';
import { ProcessBus } from '../live/process-bus.js';
import type { StatusBus } from '../live/status-bus.js';
import type { StatusHint } from '../vlens/webhook.js';
import { type RedisLink, Script } from './redis-link.js';

/** Longer than anybody delivers again. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;
/** What an encrypted hint is bound to. */
const HINT = 'hint' as RecordId;

interface Envelope {
  from: string;
  hint: StatusHint;
}

/**
 * Hints for every replica. Each is told here first, then to the others, encrypted; a delivery that another replica took
 * over is not told again. While Redis is away, those who subscribe here hear of what comes in here, and whoever
 * missed something is looked after when it is back.
 */
export class RedisBus implements StatusBus {
  private readonly here = new ProcessBus();
  private readonly missed = new Set<() => void>();
  private readonly me = randomUUID();
  private readonly listener: Redis;
  private readonly encryption: Encryption;
  private readonly eventKey: Buffer;
  private readonly channel: string;

  constructor(
    private readonly link: RedisLink,
    private readonly keyPrefix: string,
    secret: string,
  ) {
    this.encryption = new Encryption(secret);
    this.eventKey = Buffer.from(hkdfSync('sha256', secret, '', 'webhook event', 32));
    this.channel = `${keyPrefix}hints`;
    this.listener = link.listener();
    this.listener.on('message', (_channel: string, text: string) => this.hear(text));
    let hasListened = false;
    this.listener.on('ready', () => {
      void this.listener.subscribe(this.channel).then(
        () => {
          if (hasListened) for (const tell of this.missed) tell();
          hasListened = true;
        },
        () => this.listener.disconnect(true),
      );
    });
    // A Redis that hung has told nobody of what came in elsewhere.
    link.onHealed(() => {
      for (const tell of this.missed) tell();
    });
  }

  async publish(hint: StatusHint): Promise<void> {
    const event = createHmac('sha256', this.eventKey).update(hint.eventId).digest('base64url');
    const ciphertext = Buffer.from(this.encryption.encrypt(HINT, { from: this.me, hint } satisfies Envelope));
    const isNew = await this.link
      .script(
        PUBLISH,
        [`${this.keyPrefix}event:${event}`],
        [this.channel, ciphertext.toString('base64'), REMEMBERED_MS],
      )
      .catch(() => 1);
    if (isNew === 1) await this.here.publish(hint);
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
    this.listener.disconnect();
  }

  /** What can't be opened was not encrypted with our secret: nobody's business here. */
  private hear(text: string): void {
    let envelope: Envelope;
    try {
      envelope = this.encryption.decrypt(HINT, Buffer.from(text, 'base64')) as Envelope;
    } catch {
      return;
    }
    if (envelope.from !== this.me) void this.here.publish(envelope.hint);
  }
}

/** Remembered and told at once, so that a replica that ends in between leaves no event remembered that nobody heard of. */
const PUBLISH = new Script(`
if redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[3]) then
  redis.call('PUBLISH', ARGV[1], ARGV[2])
  return 1
end
return 0
`);
