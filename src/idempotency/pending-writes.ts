import type { RecordId } from './store.js';

type Write = () => Promise<unknown>;

/** Writes that Redis or the disk has not acknowledged. The writes of one record are made one after another, in the order of arrival. */
export class PendingWrites {
  private readonly queues = new Map<RecordId, Write[]>();
  private readonly flushing = new Map<RecordId, Promise<void>>();
  private writes = 0;

  /** The number of pending writes of all records. */
  get count(): number {
    return this.writes;
  }

  ids(): RecordId[] {
    return [...this.queues.keys()];
  }

  /** Makes a write after the pending writes of the same record. If that fails, the write stays pending. */
  async write(id: RecordId, write: Write): Promise<void> {
    this.add(id, write);
    await this.flush(id).catch(() => undefined);
  }

  /** Adds a write that the next `flush` makes. */
  add(id: RecordId, write: Write): void {
    const queue = this.queues.get(id);
    if (queue) queue.push(write);
    else this.queues.set(id, [write]);
    this.writes += 1;
  }

  /** Rejects with the first write that fails. That write and those after it stay pending. */
  flush(id: RecordId): Promise<void> {
    const queue = this.queues.get(id);
    if (!queue) return Promise.resolve();
    const running = this.flushing.get(id);
    if (running) return running;
    const flush = this.makeAll(id, queue);
    this.flushing.set(id, flush);
    return flush;
  }

  private async makeAll(id: RecordId, queue: Write[]): Promise<void> {
    try {
      for (let next = queue[0]; next; next = queue[0]) {
        await next();
        queue.shift();
        this.writes -= 1;
      }
      this.queues.delete(id);
    } finally {
      this.flushing.delete(id);
    }
  }
}
