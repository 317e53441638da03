/** Node keeps 1.4 kB for each request until it is answered or its connection ends: 28 MB in total. */
export const MAX_PIPELINED = 20_000;

/** The requests that one client has sent over its connection without waiting for the answers. */
export interface Pipeline {
  /** How many requests wait behind another one; 0 after the connection has ended. */
  readonly behind: number;
  /** Whether some requests are ignored because there are too many. */
  readonly isOverFull: boolean;
  /** Whether any of its unanswered requests has begun. */
  readonly isUnderWay: boolean;
  /** Whether a begun request may be a step. */
  readonly mayBeStep: boolean;
  /** Managed by `PipelinedRequests`: how many requests are counted, and the group in which this connection may be cut. */
  counted: number;
  kind: number | null;
  /** Cuts the connection at once. */
  cut(): void;
}

/**
 * The requests that wait behind another one on their connection, over all connections. Node parses thousands out of one packet and can't
 * free any before its connection ends; no other code has looked at most of them. If there are too many, connections are cut. First come
 * those on which no request has begun, so that certainly nothing was processed. Then come those on which no step may be in flight. Within
 * each group, connections with ignored requests come first, and the oldest first. If every other connection may have a step in flight, the
 * connection that sends more is cut. Its step continues, and the same `idempotencyKey` finds the answer. An honest client sends nothing
 * before it has its answer.
 *
 * In Node 20 and 22, the responses of an ended connection stay in memory while anything in flight refers to one of them, so those behind a
 * call to Vlens are freed only after the call. Node 24, which the images use, frees them.
 */
export class PipelinedRequests {
  private total = 0;
  /** The connections that may be cut, in the order of the groups. Each group begins with the oldest. */
  private readonly mayEnd = Array.from({ length: 4 }, () => new Set<Pipeline>());

  constructor(
    private readonly max = MAX_PIPELINED,
    private readonly onCut: () => void = () => {},
  ) {}

  get waiting(): number {
    return this.total;
  }

  /** Call this after each change of a connection. */
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

/** The group in which a connection may be cut; null if it may not be cut. */
function kindOf({ behind, isOverFull, isUnderWay, mayBeStep }: Pipeline): number | null {
  if (behind === 0 || mayBeStep) return null;
  return (isUnderWay ? 2 : 0) + (isOverFull ? 0 : 1);
}
