import type { Metrics } from '../metrics/index.js';
import type { Tracing } from '../tracing/span.js';
import type { RequestObserver } from '../vlens/caller.js';
import { traceCall } from './tracing/calls.js';

/** Counts and traces calls of the live status watch, which belong to no request. */
export function observeLive(
  { countUpstream, countLateAnswer }: Pick<Metrics, 'countUpstream' | 'countLateAnswer'>,
  tracing: Tracing | null,
): RequestObserver {
  return {
    call: (call) => countUpstream({ upstreamCalls: [call], savedReads: [] }),
    saved: () => {},
    late: countLateAnswer,
    span: (operation) => (tracing ? traceCall({ child: tracing.begin }, operation) : null),
  };
}
