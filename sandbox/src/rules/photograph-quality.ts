/** Luma, one byte a pixel, row by row. */
export interface LumaPicture {
  data: ArrayLike<number>;
  width: number;
  height: number;
}

/** Published codes for a photograph in which no card could be read: 1050 too dark or glaring, 5006 out of focus, 3011 no card. */
export type QualityFault = 1050 | 3011 | 5006;

const DARK = 40;
const FLAT = 25;
const SHARP_ENOUGH = 0.22;
const GLARE = 250;
const MAX_GLARE = 0.25;
const TILES = { across: 8, down: 6 };

/**
 * Why nothing was read in this photograph, in this order: dark, nothing in it, out of focus, glare, no card. Sharpness is measured by the
 * third-sharpest tile against the contrast of the whole, since plain Laplacian variance does not distinguish a dark sharp card from a blurred one.
 */
export function whyUnreadable(picture: LumaPicture): QualityFault {
  const { low, high, glareShare } = levels(picture);
  if (high < DARK) return 1050;
  if (high - low < FLAT) return 3011;
  if (sharpness(picture) / (high - low) < SHARP_ENOUGH) return 5006;
  return glareShare > MAX_GLARE ? 1050 : 3011;
}

/** The first and the last percentile, and how much of the picture is burnt out. */
function levels({ data }: LumaPicture): { low: number; high: number; glareShare: number } {
  const counts = new Uint32Array(256);
  let glaring = 0;
  for (let index = 0; index < data.length; index++) {
    const value = data[index] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
    if (value >= GLARE) glaring++;
  }
  const percentile = (share: number) => {
    let seen = 0;
    return counts.findIndex((count) => {
      seen += count;
      return seen >= data.length * share;
    });
  };
  return { low: percentile(0.01), high: percentile(0.99), glareShare: glaring / data.length };
}

/** The standard deviation of the Laplacian in the third-sharpest tile. */
function sharpness({ data, width, height }: LumaPicture): number {
  const variances: number[] = [];
  for (let down = 0; down < TILES.down; down++) {
    for (let across = 0; across < TILES.across; across++) {
      const rows = [Math.floor((height * down) / TILES.down), Math.floor((height * (down + 1)) / TILES.down)];
      const columns = [
        Math.floor((width * across) / TILES.across),
        Math.floor((width * (across + 1)) / TILES.across),
      ];
      variances.push(laplacianVariance({ data, width, height }, rows, columns));
    }
  }
  return Math.sqrt(variances.sort((left, right) => right - left)[2] ?? 0);
}

function laplacianVariance({ data, width, height }: LumaPicture, rows: number[], columns: number[]): number {
  const [top = 0, bottom = 0] = rows;
  const [left = 0, right = 0] = columns;
  const at = (x: number, y: number) => data[y * width + x] ?? 0;
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let y = Math.max(1, top); y < Math.min(height - 1, bottom); y++) {
    for (let x = Math.max(1, left); x < Math.min(width - 1, right); x++) {
      const value = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
      count++;
      sum += value;
      squares += value * value;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}
