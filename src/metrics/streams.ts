import { Counter, type Registry } from 'prom-client';
import { type OperationOutcome, OUTCOMES } from './operations.js';

/** A stream's events since the last count, and its outcome if it has ended. */
export interface CountedStream {
  transport: 'websocket' | 'sse';
  events: number;
  ended?: OperationOutcome;
}

export type CountStream = (stream: CountedStream) => void;

/** Operations over WebSocket and SSE: how many have ended, and how many events they sent. */
export function streamCounts(registry: Registry): CountStream {
  const registers = [registry];
  const events = new Counter({
    name: 'vlens_stream_events_total',
    help: 'Events that went out over streams.',
    labelNames: ['transport'] as const,
    registers,
  });
  const ended = new Counter({
    name: 'vlens_streams_ended_total',
    help: 'Operations over streams that have ended, by the worst that they told.',
    labelNames: ['transport', 'outcome'] as const,
    registers,
  });
  // Each series exists from the start, so that its first event shows as an increase.
  for (const transport of ['websocket', 'sse'] as const) {
    events.inc({ transport }, 0);
    for (const outcome of OUTCOMES) ended.inc({ transport, outcome }, 0);
  }
  return ({ transport, events: count, ended: outcome }) => {
    if (count > 0) events.inc({ transport }, count);
    if (outcome) ended.inc({ transport, outcome });
  };
}
