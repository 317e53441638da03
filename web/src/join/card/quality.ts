/** Luma, one byte a pixel, row by row. */
export interface LumaPicture {
  data: ArrayLike<number>;
  width: number;
  height: number;
}

export type Flaw = 'dark' | 'glare' | 'blurred';

/** The brightest hundredth under this: nothing can be made out. */
const DARK = 60;
const BURNT_OUT = 250;
/** A reflection burns out all of a place; what is printed white has something printed in it. */
const MAX_GLARE = 0.85;
/** A sharp edge against the contrast of the whole; plain sharpness can't distinguish a dark sharp card from a blurred one. */
const SHARP = 0.22;
const FLAT = 25;
const TILES = { across: 8, down: 6 };

/** What the customer can correct before the photograph is taken; null where nothing. Starting values, made on drawn cards. */
export function flawOf(picture: LumaPicture): Flaw | null {
  const { low, high } = levels(picture);
  if (high < DARK) return 'dark';
  const tiles = tilesOf(picture);
  if (high - low < FLAT || sharpness(picture, tiles) / (high - low) < SHARP) return 'blurred';
  return tiles.some((tile) => burntOut(picture, tile) > MAX_GLARE) ? 'glare' : null;
}

/** The first and the last percentile. */
function levels({ data }: LumaPicture): { low: number; high: number } {
  const counts = new Uint32Array(256);
  for (let index = 0; index < data.length; index++) {
    const value = data[index] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  const percentile = (share: number) => {
    let seen = 0;
    for (let value = 0; value < 256; value++) {
      seen += counts[value] ?? 0;
      if (seen >= share * data.length) return value;
    }
    return 255;
  };
  return { low: percentile(0.01), high: percentile(0.99) };
}

interface Tile {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The picture in tiles, without its outermost pixels, which lack a neighbour. */
function tilesOf({ width, height }: LumaPicture): Tile[] {
  const edges = (length: number, count: number) =>
    Array.from({ length: count }, (_, at) => [
      Math.max(1, Math.floor((at * length) / count)),
      Math.min(length - 1, Math.floor(((at + 1) * length) / count)),
    ]);
  return edges(height, TILES.down).flatMap(([top = 0, bottom = 0]) =>
    edges(width, TILES.across).map(([left = 0, right = 0]) => ({ left, right, top, bottom })),
  );
}

/** The square root of the third-highest variance of the Laplacian among the tiles. */
function sharpness(picture: LumaPicture, tiles: Tile[]): number {
  const { data, width } = picture;
  const variances = tiles.map((tile) => {
    let sum = 0;
    let squares = 0;
    const count = inTile(picture, tile, (value, at) => {
      const around =
        (data[at - 1] ?? 0) + (data[at + 1] ?? 0) + (data[at - width] ?? 0) + (data[at + width] ?? 0);
      sum += around - 4 * value;
      squares += (around - 4 * value) ** 2;
    });
    return count === 0 ? 0 : squares / count - (sum / count) ** 2;
  });
  variances.sort((one, other) => other - one);
  return Math.sqrt(variances[2] ?? 0);
}

function burntOut(picture: LumaPicture, tile: Tile): number {
  let burnt = 0;
  const count = inTile(picture, tile, (value) => {
    if (value >= BURNT_OUT) burnt++;
  });
  return count === 0 ? 0 : burnt / count;
}

/** Looks at each pixel of a tile; answers how many there are. */
function inTile(
  { data, width }: LumaPicture,
  { left, right, top, bottom }: Tile,
  look: (value: number, at: number) => void,
): number {
  for (let y = top; y < bottom; y++)
    for (let at = y * width + left; at < y * width + right; at++) look(data[at] ?? 0, at);
  return Math.max(0, bottom - top) * Math.max(0, right - left);
}
