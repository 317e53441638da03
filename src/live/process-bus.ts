import { LRUCache } from 'lru-cache';
import type { StatusHint } from '../vlens/webhook.js';
import type { StatusBus } from './status-bus.js';

export const MAX_REMEMBERED_EVENTS = 10_000;

/** Delivers hints within this process only. */
export class ProcessBus implements StatusBus {
  readonly hearsAll = true;
  private readonly heard = new LRUCache<string, true>({ max: MAX_REMEMBERED_EVENTS });
  private readonly listeners = new Set<(hint: StatusHint) => void>();

  async publish(hint: StatusHint): Promise<void> {
    if (this.heard.has(hint.eventId)) return;
    for (const hear of this.listeners) hear(hint);
    this.heard.set(hint.eventId, true);
  }

  listen(hear: (hint: StatusHint) => void): () => void {
    this.listeners.add(hear);
    return () => this.listeners.delete(hear);
  }
}
