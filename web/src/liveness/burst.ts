/** Vlens takes frames that were captured within 0.5 s of each other (openapi.yaml, StepRevalidateLiveness). */
const MAX_MS = 500;
/** A face has to have moved between two of them. The slowest camera that does for this gives five frames a second. */
const APART_MS = 150;
const MAX_TRIES = 4;

interface Frame<Picture> {
  picture: Picture;
  /** When the camera took it. */
  capturedAt: number;
}

/** The next frame of the camera that was taken then, or later. */
export type FrameFrom<Picture> = (notBefore: number) => Promise<Frame<Picture>>;

/** Three frames within half a second; null where the camera or the device is too slow for that, several times over. */
export async function threeFrames<Picture>(frameFrom: FrameFrom<Picture>): Promise<Picture[] | null> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const first = await frameFrom(Number.NEGATIVE_INFINITY);
    const second = await frameFrom(first.capturedAt + APART_MS);
    const third = await frameFrom(first.capturedAt + 2 * APART_MS);
    const isApart = third.capturedAt > second.capturedAt;
    if (isApart && third.capturedAt - first.capturedAt <= MAX_MS)
      return [first.picture, second.picture, third.picture];
  }
  return null;
}
