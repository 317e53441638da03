import { describe, expect, it } from '@jest/globals';
import { ReadsAlone } from '../../src/live/reads-alone.js';
import type { CallerVlens } from '../../src/vlens/pipeline.js';
import { held } from '../support/held.js';

const VLENS = {} as CallerVlens;
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Reads that the test answers. */
function heldReads() {
  const begun: { id: string; answer: () => void }[] = [];
  const hanging = new Set<string>();
  const alone = new ReadsAlone((id) => {
    const [answered, answer] = held();
    begun.push({ id, answer });
    return answered.then(() => !hanging.has(id));
  });
  return { alone, begun, hanging, ids: () => begun.map(({ id }) => id) };
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

  it('and that were not answered in time take half of the places at the most, until they are', async () => {
    const { alone, begun, hanging, ids } = heldReads();
    const all = ['1', '2', '3', '4'];
    for (const id of all) hanging.add(id);
    for (const id of all) void alone.ask(id, VLENS);
    await settled();
    for (const { answer } of begun.splice(0)) answer();
    await settled();
    for (const id of [...all, '5', '6', '7']) void alone.ask(id, VLENS);
    await settled();
    expect(ids()).toEqual(['1', '2', '5', '6']);
    begun[2]?.answer();
    begun[0]?.answer();
    await settled();
    expect(ids().slice(4)).toEqual(['7', '3']);
    hanging.clear();
    for (let round = 0; round < 3; round += 1) {
      for (const { answer } of begun.splice(0)) answer();
      await settled();
    }
    for (const id of [...all.slice(1), '5']) void alone.ask(id, VLENS);
    await settled();
    expect(ids()).toEqual(['2', '3', '4', '5']);
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
