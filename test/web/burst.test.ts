import { describe, expect, it } from '@jest/globals';
import { threeFrames } from '../../web/src/liveness/burst.js';

/** A camera that takes a picture at each of these moments; the picture is the moment. */
class Camera {
  constructor(private readonly moments: number[]) {}

  readonly frameFrom = (notBefore: number) => {
    for (let at = this.moments.shift(); at !== undefined; at = this.moments.shift())
      if (at >= notBefore) return Promise.resolve({ picture: at, capturedAt: at });
    return Promise.reject(new Error('No more pictures were expected to be looked at.'));
  };
}

/** One picture each so many milliseconds. */
const each = (ms: number) => new Camera(Array.from({ length: 100 }, (_, at) => at * ms));

describe('Three frames of a face', () => {
  it.each([
    [60, 1000 / 60],
    [30, 1000 / 30],
    [15, 1000 / 15],
    [7, 1000 / 7],
    [5, 200],
  ])('are taken within half a second, and apart, at %i frames a second', async (_fps, ms) => {
    const frames = (await threeFrames(each(ms).frameFrom)) ?? [];
    expect(frames).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = frames;
    expect(third - first).toBeLessThanOrEqual(500);
    expect(Math.min(second - first, third - second)).toBeGreaterThan(100);
  });

  it('are none where the camera takes too long for them', async () => {
    expect(await threeFrames(each(300).frameFrom)).toBeNull();
  });

  it('are taken once more where it stumbled', async () => {
    const camera = new Camera([0, 160, 900, 1000, 1160, 1310]);
    expect(await threeFrames(camera.frameFrom)).toEqual([1000, 1160, 1310]);
  });
});
