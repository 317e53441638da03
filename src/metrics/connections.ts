import { Counter, Gauge, type Registry } from 'prom-client';
import type { ConnectionEnd } from '../server/connections.js';

export type CountConnectionEnd = (why: ConnectionEnd) => void;

/** Connections that the gateway closed by itself, or could not take. */
export function connectionCounts(registry: Registry): CountConnectionEnd {
  const ends = new Counter({
    name: 'vlens_connections_closed_total',
    help: 'Connections closed since too many are open (idle, refused), or too much was sent over them without waiting for answers (pipelined), or not taken (accept_failed; no_open_files: looks that found no file to be had).',
    labelNames: ['reason'] as const,
    registers: [registry],
  });
  // Each reason exists from the start, so that its first event shows as an increase.
  for (const reason of ['idle', 'refused', 'pipelined', 'accept_failed', 'no_open_files'] as const)
    ends.inc({ reason }, 0);
  return (reason) => ends.inc({ reason });
}

/** How many connections are open, and how many may be. */
export function connectionGauges(
  registry: Registry,
  connections: { readonly open: number; readonly max: number },
): void {
  const registers = [registry];
  new Gauge({
    name: 'vlens_connections',
    help: 'Connections of clients that are open.',
    registers,
    collect() {
      this.set(connections.open);
    },
  });
  new Gauge({
    name: 'vlens_connections_limit',
    help: 'How many connections may be open at once.',
    registers,
  }).set(connections.max);
}
