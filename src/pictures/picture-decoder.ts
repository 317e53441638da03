import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { FairQueue } from '../vlens/quota/fair-queue.js';

/** Upright: its pixels decode, and are as they are to be seen. Turned: a JPEG that is. */
export type Decoded = { kind: 'upright' } | { kind: 'turned'; bytes: Uint8Array } | { kind: 'unreadable' };

/** There are too many pictures, or no decoder: nothing was decoded. */
export class DecoderBusy extends Error {
  override readonly name = 'DecoderBusy';
}

/** What decodes one picture after the other. */
export interface DecodeThread {
  decode(bytes: Buffer, maxBytes: number): Promise<Decoded>;
  stop(): void;
}

export const DECODER_LIMITS = {
  maxWaiting: 64,
  timeoutMs: 20_000,
  idleMs: 30_000,
};

export interface PictureDecoderSettings {
  startThread?: () => DecodeThread;
  limits?: typeof DECODER_LIMITS;
  /** Hears why the thread could not start, or ended: the sender of a picture only learns that it should be sent again. */
  onFailure?: (error: unknown) => void;
}

interface Waiting {
  picture: { bytes: () => Buffer; maxBytes: number };
  settle: (decoded: Decoded | DecoderBusy) => void;
}

/**
 * Decodes one picture at a time, in a thread of its own, so that no other request waits for it. Addresses take turns, what waits is
 * bounded, and a picture that takes too long ends with its thread. The thread is started by the first picture and ends when there
 * has been none for a while, and its memory with it.
 */
export class PictureDecoder {
  private readonly queue = new FairQueue<Waiting>();
  private thread: DecodeThread | null = null;
  private idle: NodeJS.Timeout | undefined;
  private isDecoding = false;
  private isClosed = false;

  private readonly startThread: () => DecodeThread;
  private readonly limits: typeof DECODER_LIMITS;
  private readonly onFailure: (error: unknown) => void;

  constructor({
    startThread = startDecodeThread,
    limits = DECODER_LIMITS,
    onFailure = () => {},
  }: PictureDecoderSettings = {}) {
    this.startThread = startThread;
    this.limits = limits;
    this.onFailure = onFailure;
  }

  /**
   * @param picture its bytes are made when it is its turn
   * @throws DecoderBusy where too many wait, or the decoder can't run
   */
  async decode(
    picture: Waiting['picture'],
    { address, signal }: { address: string; signal: AbortSignal },
  ): Promise<Decoded> {
    if (this.isClosed || signal.aborted) throw new DecoderBusy();
    if (this.queue.length >= this.limits.maxWaiting) this.makeRoomFor(address);
    let leave = () => {};
    const decoded = await new Promise<Decoded | DecoderBusy>((settle) => {
      const waiting = { picture, settle };
      this.queue.add(address, waiting);
      leave = () => {
        this.queue.remove(address, waiting);
        settle(new DecoderBusy());
      };
      signal.addEventListener('abort', leave);
      void this.work();
    });
    signal.removeEventListener('abort', leave);
    if (decoded instanceof DecoderBusy) throw decoded;
    return decoded;
  }

  /** What waits is refused, and what is being decoded is given up. */
  close(): void {
    this.isClosed = true;
    for (let next = this.queue.next(() => true); next; next = this.queue.next(() => true))
      next.settle(new DecoderBusy());
    this.endThread();
  }

  /** Of the address of which the most wait, the last one goes: no address keeps the others out. */
  private makeRoomFor(address: string): void {
    const longest = this.queue.longest() ?? address;
    if (this.queue.ownOf(longest) <= this.queue.ownOf(address) + 1) throw new DecoderBusy();
    this.queue.dropLast(longest)?.settle(new DecoderBusy());
  }

  private async work(): Promise<void> {
    if (this.isDecoding) return;
    this.isDecoding = true;
    clearTimeout(this.idle);
    try {
      for (let next = this.queue.next(() => true); next; next = this.queue.next(() => true)) {
        next.settle(await this.decodeOne(next.picture).catch(() => new DecoderBusy()));
      }
    } finally {
      this.isDecoding = false;
      this.idle = setTimeout(() => this.endThread(), this.limits.idleMs).unref();
    }
  }

  private async decodeOne({ bytes, maxBytes }: Waiting['picture']): Promise<Decoded | DecoderBusy> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Decoded>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'unreadable' }), this.limits.timeoutMs).unref();
    });
    try {
      this.thread ??= this.startThread();
      const decoded = this.thread.decode(bytes(), maxBytes);
      const first = await Promise.race([decoded.then((value) => ({ value })), late.then(() => null)]);
      if (first) return first.value;
      this.endThread();
      return { kind: 'unreadable' };
    } catch (error) {
      // It ran out of memory, or could not start.
      this.endThread();
      if (!this.isClosed) this.onFailure(error);
      return new DecoderBusy();
    } finally {
      clearTimeout(timer);
    }
  }

  private endThread(): void {
    clearTimeout(this.idle);
    this.thread?.stop();
    this.thread = null;
  }
}

const WORKER = new URL('./decode-worker.mjs', import.meta.url);
/** Of JavaScript; the pixels are bounded by what is let in (`schema/id-picture.ts`). */
const MAX_HEAP_MB = 64;

function startDecodeThread(): DecodeThread {
  const worker = new Worker(WORKER, {
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    // libvips writes its warnings there, and a thread has no need of our settings.
    stdout: true,
    stderr: true,
    env: {},
  });
  worker.stdout.resume();
  worker.stderr.resume();
  worker.unref();
  const end = new AbortController();
  worker.once('error', (error) => end.abort(error));
  worker.once('exit', () => end.abort(new Error('The decoder ended.')));
  // Not Promise.race with the end of the thread: as long as that one is to come, it holds every picture that was raced with it.
  const answered = (): Promise<Decoded> =>
    once(worker, 'message', { signal: end.signal }).then(
      ([answer]) => answer,
      () => Promise.reject(end.signal.reason),
    );
  const ready = answered();
  ready.catch(() => {});
  return {
    async decode(bytes, maxBytes) {
      await ready;
      const answer = answered();
      worker.postMessage({ bytes, maxBytes });
      return answer;
    },
    stop: () => void worker.terminate(),
  };
}
