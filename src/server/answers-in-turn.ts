import type { CallerVlens } from '../vlens/pipeline.js';
import type { TurnGate } from './turn-gate.js';

/** What continues operations when their answers have come. */
export type Resuming = Pick<TurnGate, 'turn' | 'isAfter' | 'resumed'>;

/**
 * The same Vlens client, after whose answers an operation continues in its turn. One answer may be for hundreds of operations: they share a
 * call, or the quota refuses them together. Without this they would all continue in one turn of the event loop, each with all its fields.
 * An answer that needs no waiting, such as one from the cache, is returned at once while the turn is short.
 * @param isAccepted whether Vlens has accepted the client's token
 */
export function answersInTurn(
  vlens: CallerVlens,
  gate: Resuming,
  from: string,
  isAccepted: () => boolean,
): CallerVlens {
  return {
    ...vlens,
    call: async (...asked) => {
      const { turn } = gate;
      try {
        return await vlens.call(...asked);
      } finally {
        if (gate.isAfter(turn)) await gate.resumed(from, isAccepted());
      }
    },
  };
}
