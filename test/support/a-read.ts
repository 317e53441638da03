import { type SavedRead, UNOBSERVED } from '../../src/vlens/caller.js';
import type { CallerKey } from '../../src/vlens/caller-keys.js';
import type { OperationName } from '../../src/vlens/operation.js';
import { type InputOf, OPERATIONS } from '../../src/vlens/operations.js';
import type { Call } from '../../src/vlens/pipeline.js';

/** A caller's call that reads, and the reads that were saved by it. */
export function aRead<N extends OperationName>(
  name: N,
  input: InputOf<N> & object,
): { call: Call; saved: SavedRead[] } {
  const saved: SavedRead[] = [];
  const { signal } = new AbortController();
  const observer = { ...UNOBSERVED, saved: (each: SavedRead) => void saved.push(each) };
  const call: Call = {
    name,
    operation: OPERATIONS[name] as Call['operation'],
    input,
    caller: { token: 'ann', key: 'ann' as CallerKey, signal, observer },
    idempotencyKey: null,
    signal,
    priority: 'read',
    target: `/${name}`,
    parts: {},
  };
  return { call, saved };
}
