import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { FairQueue } from '../vlens/quota/fair-queue.js';

/** Upright: the picture decodes, and is upright already. Turned: `bytes` is a JPEG that is upright. */
export type Decoded = { kind: 'upright' } | { kind: 'turned'; bytes: Uint8Array } | { kind: 'unreadable' };

/** Nothing was decoded, because too many pictures wait or the decoder can't run. */
export class DecoderBusy extends Error {
  override readonly name = 'DecoderBusy';
}

/** A thread that decodes one picture after another. */
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
  /** Called with the reason when the thread can't start, or ends. The sender of a picture learns only that they should send it again. */
  onFailure?: (error: unknown) => void;
}

interface Waiting {
  picture: { bytes: () => Buffer; maxBytes: number };
  settle: (decoded: Decoded | DecoderBusy) => void;
}

/**
 * Decodes one picture at a time in a separate thread, so that no other request waits for it. Addresses take turns, and the number of
 * waiting pictures is limited. If a picture takes too long, its thread is stopped. The first picture starts the thread. After some time
 * without pictures the thread ends, which frees its memory.
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
   * @param picture its `bytes` function is called when its turn comes
   * @throws DecoderBusy if too many pictures wait, or the decoder can't run
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

  /** Refuses the waiting pictures, and stops decoding the current one. */
  close(): void {
    this.isClosed = true;
    for (let next = this.queue.next(() => true); next; next = this.queue.next(() => true))
      next.settle(new DecoderBusy());
    this.endThread();
  }

  /** Drops the last picture of the address with the most waiting pictures, so that no address can keep the others out. */
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
      // The thread ran out of memory, or could not start.
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
/** The limit of the thread's JavaScript heap. The memory for pixels is limited by the accepted pictures (`schema/id-picture.ts`). */
const MAX_HEAP_MB = 64;

function startDecodeThread(): DecodeThread {
  const worker = new Worker(WORKER, {
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    // libvips writes its warnings to these streams. The thread does not need our settings in its environment.
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
  // Do not use Promise.race with a promise of the thread's end: until it settles, it would keep every raced picture in memory.
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
