import { describe, expect, it, jest } from '@jest/globals';
import { Ending } from '../../src/vlens/ending.js';

describe('The end of a call', () => {
  it('is told once, to each who listens still, in their order', () => {
    const ending = new Ending();
    const told: string[] = [];
    const [first, second, gone] = ['first', 'second', 'gone'].map((name) => () => void told.push(name));
    for (const listener of [first, gone, second, first])
      ending.addEventListener('abort', listener as () => void);
    ending.removeEventListener('abort', gone as () => void);
    expect(ending.aborted).toBe(false);
    ending.abort();
    ending.abort();
    expect(ending.aborted).toBe(true);
    expect(told).toEqual(['first', 'second']);
  });

  it('is told to an object by its method', () => {
    const ending = new Ending();
    const [listener, gone] = [{ handleEvent: jest.fn() }, { handleEvent: jest.fn() }];
    for (const each of [listener, gone, listener]) ending.addEventListener('abort', each);
    ending.removeEventListener('abort', gone);
    ending.abort();
    expect(listener.handleEvent).toHaveBeenCalledTimes(1);
    expect(gone.handleEvent).not.toHaveBeenCalled();
  });

  it('is not told to who has left meanwhile, nor to who comes later', () => {
    const ending = new Ending();
    const later = jest.fn();
    ending.addEventListener('abort', () => ending.removeEventListener('abort', later));
    ending.addEventListener('abort', later);
    ending.abort();
    ending.addEventListener('abort', later);
    expect(later).not.toHaveBeenCalled();
  });
});
