import type { ExecutionResult } from 'graphql';

/** The result of an event for subscribers with the same subscription, and its text, which is written once. */
export class SharedResult {
  private written: string | null = null;

  constructor(
    readonly result: ExecutionResult,
    /** Whether the subscriber for which it was executed left before its end. Its errors may then apply to no one else. */
    readonly isCutShort: boolean,
  ) {}

  get text(): string {
    this.written ??= JSON.stringify(this.result);
    return this.written;
  }
}

/** Executes each event once for all subscribers of one caller with the same subscription. An event belongs to one caller. */
export class SharedResults {
  private readonly made = new WeakMap<object, Map<string, Promise<SharedResult>>>();

  /** @param asked identifies the document, the variables and everything else that the result depends on */
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
