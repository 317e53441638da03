/** Node keeps 1.4 kB for each until it is answered or its connection ends: 28 MB of all of them. */
export const MAX_PIPELINED = 20_000;

/** What one client has sent over its connection without waiting for the answers. */
export interface Pipeline {
  /** Requests that wait behind another one; none of a connection that has ended. */
  readonly behind: number;
  /** Whether there are more than are looked at. */
  readonly isOverFull: boolean;
  /** Whether any of what it waits for has begun. */
  readonly isUnderWay: boolean;
  /** Whether that may be a step. */
  readonly mayBeStep: boolean;
  /** Kept here: how many of it are counted, and among which it may end. */
  counted: number;
  kind: number | null;
  /** Ends its connection at once. */
  cut(): void;
}

/**
 * The requests that wait behind another one of their connection, over all connections. Nothing but Node itself has looked at most of them:
 * it parses thousands out of one packet, and can't let go of any before its connection ends. Where there are too many, connections end:
 * first those of which nothing has begun, so that certainly nothing was taken, then those on which no step may be in flight, the oldest
 * with more requests than are looked at before others. Where all others may have a step in flight, it is the one that sends more: its
 * step goes on, and the same `idempotencyKey` finds the answer. An honest client sends nothing before it has its answer.
 *
 * Node 20 and 22 keep the responses of a connection that has ended for as long as anything in flight holds on to one of them: there
 * those behind a call of Vlens go only with it. Node 24, which the images have, lets go of them.
 */
export class PipelinedRequests {
  private total = 0;
  /** Those that may end, in the order in which they do, the oldest of each kind first. */
  private readonly mayEnd = Array.from({ length: 4 }, () => new Set<Pipeline>());

  constructor(
    private readonly max = MAX_PIPELINED,
    private readonly onCut: () => void = () => {},
  ) {}

  get waiting(): number {
    return this.total;
  }

  /** To be said of each change of a connection. */
  note(pipeline: Pipeline): void {
    this.count(pipeline);
    while (this.total > this.max) {
      const first = this.firstToEnd() ?? pipeline;
      first.cut();
      this.count(first);
      this.onCut();
    }
  }

  private count(pipeline: Pipeline): void {
    const { behind, counted, kind } = pipeline;
    if (behind === 0 && counted === 0) return;
    this.total += behind - counted;
    pipeline.counted = behind;
    const is = kindOf(pipeline);
    if (is === kind) return;
    if (kind !== null) this.mayEnd[kind]?.delete(pipeline);
    if (is !== null) this.mayEnd[is]?.add(pipeline);
    pipeline.kind = is;
  }

  private firstToEnd(): Pipeline | undefined {
    for (const kind of this.mayEnd) for (const oldest of kind) return oldest;
    return undefined;
  }
}

/** Null where it may not end for others. */
function kindOf({ behind, isOverFull, isUnderWay, mayBeStep }: Pipeline): number | null {
  if (behind === 0 || mayBeStep) return null;
  return (isUnderWay ? 2 : 0) + (isOverFull ? 0 : 1);
}
