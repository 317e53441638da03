import type { Metrics } from '../metrics/index.js';
import type { Tracing } from '../tracing/span.js';
import type { RequestObserver } from '../vlens/caller.js';
import { traceCall } from './tracing/calls.js';

/** Counts and traces the calls that no request makes, but the watch over those who subscribe. */
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
