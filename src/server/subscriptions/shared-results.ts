import type { ExecutionResult } from 'graphql';

/** What an event came to for those who asked the same, and its text, written once. */
export class SharedResult {
  private written: string | null = null;

  constructor(
    readonly result: ExecutionResult,
    /** Whether the one it was executed for had left before its end: then its errors may be no one else's. */
    readonly isCutShort: boolean,
  ) {}

  get text(): string {
    this.written ??= JSON.stringify(this.result);
    return this.written;
  }
}

/** One execution for all subscribers of one caller with the same subscription, by event: each event belongs to one caller. */
export class SharedResults {
  private readonly made = new WeakMap<object, Map<string, Promise<SharedResult>>>();

  /** @param asked the document, the variables and whatever else an answer depends on */
  of(event: object, asked: string, execute: () => Promise<SharedResult>): Promise<SharedResult> {
    const ofEvent = this.made.get(event) ?? new Map<string, Promise<SharedResult>>();
    this.made.set(event, ofEvent);
    const known = ofEvent.get(asked);
    if (known) return known;
    const result = execute();
    ofEvent.set(asked, result);
    return result;
  }
}
