import type { OpenSpan } from '../../tracing/span.js';
import type { CallSpan } from '../../vlens/caller.js';

/** A span for one call to Vlens, from its wait for quota to the end of its answer. */
export function traceCall(parent: Pick<OpenSpan, 'child'>, endpoint: string): CallSpan {
  const span = parent.child(`Vlens ${endpoint}`, 'client', { 'vlens.endpoint': endpoint });
  return {
    traceparent: span.traceparent,
    end: ({ waitedMs, outcome, code, isSent }) =>
      span.end(
        {
          'vlens.outcome': outcome,
          'vlens.code': code,
          'vlens.sent': isSent,
          'vlens.quota_wait_ms': Math.round(waitedMs),
        },
        outcome === 'fault' ? code : undefined,
      ),
  };
}
