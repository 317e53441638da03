import { Transform, type TransformCallback } from 'node:stream';

export interface BodyBounds {
  maxBytes: number;
  /** The longest time in which nothing moves, no matter who waits, in milliseconds. */
  maxPauseMs: number;
}

/** Passes a body on as fast as it is read, and breaks off where it grows too large or comes to a stop. */
export class BoundedBody extends Transform {
  private passed = 0;
  private timer: NodeJS.Timeout;

  constructor(private readonly bounds: BodyBounds) {
    super();
    this.timer = setTimeout(() => this.stopUnlessMoving(), bounds.maxPauseMs);
    this.once('close', () => clearTimeout(this.timer));
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.timer.refresh();
    this.passed += chunk.length;
    if (this.passed > this.bounds.maxBytes) done(new Error('The body is too large.'));
    else done(null, chunk);
  }

  /** Where this process stood still for so long, what has come meanwhile is read in this turn, behind the timers. */
  private stopUnlessMoving(): void {
    const { passed } = this;
    setImmediate(() => {
      if (this.passed === passed) this.destroy(new Error('The body came to a stop.'));
    });
  }
}
