import type { CallerVlens } from '../vlens/pipeline.js';
import type { ContinuedOperation, TurnGate } from './turn-gate.js';

/** What continues operations when their answers have come. */
export type Resuming = Pick<TurnGate, 'turn' | 'mayContinue' | 'resumed'>;

/**
 * The same Vlens client, after whose answers an operation continues in its turn. One answer may be for hundreds of operations: they share a
 * call, or the quota refuses them together. Without this they would all continue in one turn of the event loop, each with all its fields.
 * An answer that needs no waiting, such as one from the cache, is returned at once to one of the operations that have it in the same moment.
 * @param isAccepted whether Vlens has accepted the client's token
 */
export function answersInTurn(
  vlens: CallerVlens,
  gate: Resuming,
  operation: ContinuedOperation,
  isAccepted: () => boolean,
): CallerVlens {
  return {
    ...vlens,
    call: async (...asked) => {
      const { turn } = gate;
      try {
        return await vlens.call(...asked);
      } finally {
        if (!gate.mayContinue(operation, turn)) await gate.resumed(operation, isAccepted());
      }
    },
  };
}
