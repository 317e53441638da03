import { describe, expect, it } from '@jest/globals';
import { ReadsAlone } from '../../src/live/reads-alone.js';
import type { CallerVlens } from '../../src/vlens/pipeline.js';
import { held } from '../support/held.js';

const VLENS = {} as CallerVlens;
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Reads that the test answers. */
function heldReads() {
  const begun: { id: string; answer: () => void }[] = [];
  const alone = new ReadsAlone((id) => {
    const [answered, answer] = held();
    begun.push({ id, answer });
    return answered;
  });
  return { alone, begun, ids: () => begun.map(({ id }) => id) };
}

describe('Requests that no list holds', () => {
  it('are read four at a time, the one that waits longest next', async () => {
    const { alone, begun, ids } = heldReads();
    for (const id of ['1', '2', '3', '4', '5', '6']) void alone.ask(id, VLENS);
    await settled();
    expect(ids()).toEqual(['1', '2', '3', '4']);
    begun[2]?.answer();
    await settled();
    expect(ids()).toEqual(['1', '2', '3', '4', '5']);
    expect([...alone.ids]).toEqual(['1', '2', '4', '5', '6']);
  });

  it('are each read again once for all who ask meanwhile', async () => {
    const { alone, begun, ids } = heldReads();
    const first = alone.ask('1', VLENS);
    await settled();
    const [second, third] = [alone.ask('1', VLENS), alone.ask('1', VLENS)];
    await settled();
    expect(ids()).toEqual(['1']);
    begun[0]?.answer();
    await first;
    await settled();
    expect(ids()).toEqual(['1', '1']);
    begun[1]?.answer();
    await Promise.all([second, third]);
    expect([...alone.ids]).toEqual([]);
  });
});
