import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

/** Of a page, which knows a window: TypeScript knows none here. */
const MODULE: string = '../../web/src/load-chunk.js';
const { loadChunk } = (await import(MODULE)) as {
  loadChunk: <Chunk>(load: () => Promise<Chunk>) => Promise<Chunk>;
};

describe('A part of the page that does not come', () => {
  const page = new EventTarget();
  let asked = 0;
  let isThere = false;
  const load = async () => {
    asked += 1;
    if (!isThere) throw new TypeError('Failed to fetch dynamically imported module');
    return 'part';
  };

  beforeEach(() => {
    jest.useFakeTimers();
    Object.assign(globalThis, { window: page });
    asked = 0;
    isThere = false;
  });
  afterEach(() => {
    jest.useRealTimers();
    Reflect.deleteProperty(globalThis, 'window');
  });

  it('is asked for ever less often, and taken when it is there', async () => {
    const loading = loadChunk(load);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(6);
    await jest.advanceTimersByTimeAsync(10 * 60_000);
    expect(asked).toBeLessThan(6 + 21);
    isThere = true;
    await jest.advanceTimersByTimeAsync(30_000);
    expect(await loading).toBe('part');
  });

  it('is asked for at once when the connection is back', async () => {
    const loading = loadChunk(load);
    await jest.advanceTimersByTimeAsync(31_000);
    const before = asked;
    isThere = true;
    page.dispatchEvent(new Event('online'));
    expect(await loading).toBe('part');
    expect(asked).toBe(before + 1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
