import type { Tracing } from '../tracing/span.js';
import type { RequestObserver } from '../vlens/caller.js';
import type { Metrics } from './metrics/index.js';
import { traceCall } from './tracing/calls.js';

/** Counts and traces the calls that no request makes, but the watch over those who subscribe. */
export function observeLive(
  { countUpstream }: Pick<Metrics, 'countUpstream'>,
  tracing: Tracing | null,
): RequestObserver {
  return {
    call: (call) => countUpstream({ upstreamCalls: [call], savedReads: [] }),
    saved: () => {},
    span: (operation) => (tracing ? traceCall({ child: tracing.begin }, operation) : null),
  };
}
