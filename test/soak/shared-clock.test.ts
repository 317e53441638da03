import { describe, expect, it } from '@jest/globals';
import { SharedClock } from '../../tools/soak/shared-clock.js';

describe('The clock that all customers of a soak share', () => {
  it('waits for signatures under way, and is moved once for all who ask', async () => {
    const seen: string[] = [];
    const clock = new SharedClock(async () => void seen.push('moved'));
    let end = () => {};
    const signature = clock.hold(
      () =>
        new Promise<void>((resolve) => {
          end = () => {
            seen.push('signed');
            resolve();
          };
        }),
    );
    const moves = [clock.move(), clock.move()];
    const next = clock.hold(async () => void seen.push('signed later'));
    await new Promise(setImmediate);
    expect(seen).toEqual([]);
    end();
    await Promise.all([signature, ...moves, next]);
    expect(seen).toEqual(['signed', 'moved', 'signed later']);
    expect(clock.moves).toBe(1);
  });

  it('is moved again later, and also after a signature that failed', async () => {
    let moved = 0;
    const clock = new SharedClock(async () => {
      moved += 1;
    });
    await expect(clock.hold(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    await clock.move();
    await clock.move();
    expect(moved).toBe(2);
  });
});
