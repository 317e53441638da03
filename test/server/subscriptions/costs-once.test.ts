import { describe, expect, it } from '@jest/globals';
import { PingWheel } from '../../../src/server/subscriptions/ping-wheel.js';
import { SharedResult, SharedResults } from '../../../src/server/subscriptions/shared-results.js';

describe('An event', () => {
  it('is executed and written once for those who ask the same, and again for who asks something else', async () => {
    const results = new SharedResults();
    const event = {};
    let executions = 0;
    const execute = async () => {
      executions += 1;
      return new SharedResult({ data: { executions } }, false);
    };
    const same = await Promise.all(Array.from({ length: 100 }, () => results.of(event, 'status', execute)));
    expect(new Set(same).size).toBe(1);
    expect(executions).toBe(1);
    await results.of(event, 'status and name', execute);
    await results.of({}, 'status', execute);
    expect(executions).toBe(3);
    let written = 0;
    const data = { toJSON: () => (written += 1) };
    const shared = new SharedResult({ data } as never, false);
    expect([shared.text, shared.text]).toEqual(['{"data":1}', '{"data":1}']);
  });
});

describe('The wheel of pings', () => {
  const ROUND = 12;
  const turns = (wheel: PingWheel, count: number) => {
    for (let turn = 0; turn < count; turn += 1) wheel.turn();
  };

  it('asks each stream once a round, and lets go of who did not answer', () => {
    const wheel = new PingWheel(60_000);
    const asked = { alive: 0, dead: 0 };
    const leave = wheel.add({
      ping: () => {
        asked.alive += 1;
        return true;
      },
    });
    turns(wheel, 5);
    wheel.add({
      ping: () => {
        asked.dead += 1;
        return asked.dead < 2;
      },
    });
    turns(wheel, ROUND - 1);
    expect(asked).toEqual({ alive: 1, dead: 0 });
    turns(wheel, 3 * ROUND);
    expect(asked).toEqual({ alive: 4, dead: 2 });
    expect(wheel.size).toBe(1);
    leave();
    leave();
    turns(wheel, ROUND);
    expect([wheel.size, asked.alive]).toEqual([0, 4]);
  });

  it('spreads thousands over its turns', () => {
    const wheel = new PingWheel(60_000);
    let pings = 0;
    const ping = () => {
      pings += 1;
      return true;
    };
    const leaves = Array.from({ length: 1200 }, (_, number) => {
      if (number % 100 === 0) wheel.turn();
      return wheel.add({ ping });
    });
    const before = pings;
    wheel.turn();
    expect(pings - before).toBe(100);
    for (const leave of leaves) leave();
  });
});
