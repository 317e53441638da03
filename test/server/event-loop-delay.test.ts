import { describe, expect, it } from '@jest/globals';
import { EventLoopDelay } from '../../src/server/event-loop-delay.js';
import { LoadShedder } from '../../src/server/load-shedder.js';

/** An event loop whose turns the test tells. */
function anEventLoop() {
  const time = { now: 0 };
  const turns = { mean: Number.NaN, reset: () => {} };
  const delay = new EventLoopDelay(turns, () => time.now);
  const look = (afterMs: number, meanTurnMs: number) => {
    time.now += afterMs;
    turns.mean = meanTurnMs * 1e6;
    delay.sample();
    return delay.ms;
  };
  return { delay, look };
}

describe('How late the event loop is', () => {
  it('is what its turns took beyond their time', () => {
    const { look } = anEventLoop();
    expect(look(1000, 10)).toBe(0);
    expect(look(1000, 320)).toBe(300);
  });

  it('is, where it took no turn that could be measured, how late that was noticed: never without end', () => {
    const { look } = anEventLoop();
    expect(look(1000, Number.NaN)).toBe(0);
    expect(look(1400, Number.NaN)).toBe(400);
    expect(look(9000, Number.NaN)).toBe(8000);
    expect(look(1000, 10)).toBe(0);
  });

  it('turns nobody away where a machine stood still for less than is allowed', () => {
    const { delay, look } = anEventLoop();
    const loadShedder = new LoadShedder({ maxRequests: 10, maxDelayMs: 1000 }, () => delay.ms);
    look(1900, Number.NaN);
    expect(loadShedder.pressureFor(() => ({ address: '192.0.2.1', token: null }))).toBe('accept all');
    look(2900, Number.NaN);
    expect(loadShedder.pressureFor(() => ({ address: '192.0.2.1', token: null }))).toBe('shed reads');
  });
});
