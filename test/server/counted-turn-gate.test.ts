import { expect, it } from '@jest/globals';
import { createMetrics } from '../../src/metrics/index.js';
import { CountedTurnGate } from '../../src/server/counted-turn-gate.js';

const later = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

it('Operations that wait for a turn are counted by what becomes of them; those that begin at once are not', async () => {
  const { registry, countQueued } = createMetrics();
  let now = 0;
  const gate = new CountedTurnGate({ monotonicNow: () => now }, { maxDelayMs: 1000 }, countQueued);
  const counted = async () =>
    (await registry?.getSingleMetric('vlens_queued_operations_total')?.get())?.values.map(
      ({ labels, value }) => [labels.outcome, value],
    );
  const told: string[] = [];
  const wait = (hasLeft = false) =>
    gate.wait({
      from: 'a',
      isAccepted: false,
      begin: () => told.push('begun'),
      refuse: () => told.push('refused'),
      hasLeft: () => hasLeft,
    });
  /** An operation begins at once and takes longer than a turn may. */
  const turnIsOver = () => {
    expect(gate.mayBegin()).toBe(true);
    now += 1000;
    expect(gate.mayBegin()).toBe(false);
  };

  turnIsOver();
  wait();
  wait(true);
  await later();
  turnIsOver();
  wait();
  now += 3000;
  await later();
  expect(told).toEqual(['begun', 'refused']);
  expect(await counted()).toEqual([
    ['begun', 1],
    ['refused', 1],
  ]);

  turnIsOver();
  const request = { from: 'a', isAccepted: false, begin: () => told.push('request') };
  gate.defer(request);
  gate.defer({ ...request, hasLeft: () => true });
  await later();
  expect(told).toHaveLength(3);
  expect(await counted()).toEqual([
    ['begun', 2],
    ['refused', 1],
  ]);
});
