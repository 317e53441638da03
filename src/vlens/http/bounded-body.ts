import { Transform, type TransformCallback } from 'node:stream';

export interface BodyBounds {
  maxBytes: number;
  /** How long the body may pause, in milliseconds, whether the sender or the reader causes the pause. */
  maxPauseMs: number;
}

/** Passes a body on as fast as it is read, and fails if the body grows too large or stops. */
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

  /**
   * If this process itself stood still, the bytes that have arrived are read after the timers of this event loop turn. So it checks once
   * more.
   */
  private stopUnlessMoving(): void {
    const { passed } = this;
    setImmediate(() => {
      if (this.passed === passed) this.destroy(new Error('The body came to a stop.'));
    });
  }
}
