import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { EndSignal } from '../ending.js';
import type { HttpResponse } from '../transport.js';
import { decoded } from './content-coding.js';
import { oneOf, streamBody } from './stream-body.js';

type Headers = Record<string, string | string[] | undefined>;

/** What comes together with the headers, before anybody could ask for it; a call is not held up for that. */
const MOST_WAITING_BYTES = 64 * 1024;

/** What undici tells a call's bytes to. */
interface Taking {
  take(chunk: Buffer): boolean;
  end(): void;
  fail(error: Error): void;
}

/**
 * One call, told by undici how it goes. Its chunks are taken as they come: undici's own stream of them, which nothing here
 * needs for an answer of some kilobytes, is the dearest part of its `request`. Until it is known who takes them, they wait.
 */
export class UndiciCall implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  private taking: Taking | null = null;
  private readonly waiting: Buffer[] = [];
  private waitingBytes = 0;
  private isOver = false;
  private failure: Error | null = null;
  private over: (() => void) | null = null;

  constructor(
    private readonly signal: EndSignal,
    private readonly answer: (response: HttpResponse) => void,
    private readonly fail: (error: Error) => void,
  ) {
    signal.addEventListener('abort', this);
    if (signal.aborted) this.handleEvent();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.failure) controller.abort(this.failure);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    const header = (name: string) => joined(headers[name.toLowerCase()]);
    const coding = header('content-encoding');
    if (coding === null) this.answer(new PlainResponse(status, header, this));
    else this.answer({ status, header, ...streamBody(decoded(this.stream(), coding)) });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.taking) {
      if (!this.taking.take(chunk)) controller.pause();
      return;
    }
    this.waiting.push(chunk);
    this.waitingBytes += chunk.length;
    if (this.waitingBytes > MOST_WAITING_BYTES) controller.pause();
  }

  onResponseEnd(): void {
    this.end();
    this.taking?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.failure ??= error;
    this.end();
    this.fail(this.failure);
    this.taking?.fail(this.failure);
  }

  /** The signal's. */
  handleEvent(): void {
    this.stop(new Error('The call was ended.'));
  }

  /** At once, also where it waits for a connection still. */
  private stop(error: Error): void {
    if (this.isOver) return;
    this.failure ??= error;
    this.fail(this.failure);
    this.controller?.abort(this.failure);
  }

  private end(): void {
    this.isOver = true;
    this.signal.removeEventListener('abort', this);
    this.over?.();
  }

  /** Calls back once nothing more is on its way. */
  whenOver(callback: () => void): void {
    if (this.isOver) callback();
    else this.over = callback;
  }

  /** The whole of what comes. */
  bytes(most: number, tooMany: () => Error): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let length = 0;
      this.takeWith({
        take: (chunk) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length > most) {
            reject(tooMany());
            this.stop(new Error('The body is too large.'));
          }
          return true;
        },
        end: () => resolve(oneOf(chunks)),
        fail: reject,
      });
    });
  }

  /** What comes, as a stream. */
  stream(): Readable {
    const body = new Readable({
      read: () => this.controller?.resume(),
      destroy: (error, done) => {
        this.stop(error ?? new Error('The body was let go.'));
        done(error);
      },
    });
    this.takeWith({
      take: (chunk) => body.push(chunk),
      end: () => body.push(null),
      fail: (error) => body.destroy(error),
    });
    return body;
  }

  private takeWith(taking: Taking): void {
    this.taking = taking;
    for (const chunk of this.waiting.splice(0)) taking.take(chunk);
    if (!this.isOver) this.controller?.resume();
    else if (this.failure) taking.fail(this.failure);
    else taking.end();
  }
}

/** An answer without content coding. Its stream is made only where it is asked for. */
class PlainResponse implements HttpResponse {
  private streamed: ReturnType<typeof streamBody> | null = null;

  constructor(
    readonly status: number,
    readonly header: HttpResponse['header'],
    private readonly call: UndiciCall,
  ) {}

  get body(): Readable {
    this.streamed ??= streamBody(this.call.stream());
    return this.streamed.body;
  }

  bytes(most: number, tooMany: () => Error): Promise<Buffer> {
    return (this.streamed ?? this.call).bytes(most, tooMany);
  }

  whenOver(callback: () => void): void {
    this.call.whenOver(callback);
  }
}

function joined(sent: string | string[] | undefined): string | null {
  return Array.isArray(sent) ? sent.join(', ') : (sent ?? null);
}
