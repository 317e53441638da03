import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type QualityFault, whyUnreadable } from '../rules/photograph-quality.js';
import { type Card, decodeCard } from './card.js';
import { type Luma, openPhotograph, type PhotographFault } from './photograph.js';

/** What was seen in a photograph: a card of the sandbox's, or the published code for why not. */
export type CardReading = Card | { code: PhotographFault | QualityFault | 5001 | 7000 };

/**
 * Reads a photographed card by its QR code, held at any angle, scaled or somewhat blurred. Two cards in one picture are refused
 * (7000), as is any other document (5001).
 */
export async function readCard(bytes: Buffer): Promise<CardReading> {
  const photograph = await openPhotograph(bytes);
  if (typeof photograph === 'number') return { code: photograph };
  const texts = await readCodes(photograph.reading);
  const [text] = texts;
  if (text === undefined) return { code: whyUnreadable(photograph.quality) };
  if (texts.length > 1) return { code: 7000 };
  return decodeCard(text) ?? { code: 5001 };
}

/** The texts of all QR codes in the picture. */
async function readCodes({ data, width, height }: Luma): Promise<string[]> {
  const { readBarcodes } = await reader();
  const rgba = new Uint8ClampedArray(data.length * 4);
  // One by one: a call of fill() for each pixel takes eight times as long.
  for (let index = 0, at = 0; index < data.length; index++, at += 4) {
    const value = data[index] ?? 0;
    rgba[at] = value;
    rgba[at + 1] = value;
    rgba[at + 2] = value;
    rgba[at + 3] = 255;
  }
  const picture = { data: rgba, width, height } as unknown as Parameters<typeof readBarcodes>[0];
  const results = await readBarcodes(picture, {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: 4,
  });
  // An unreadable code is an entry too.
  return results.filter(({ isValid }) => isValid).map(({ text }) => text);
}

let loading: Promise<typeof import('zxing-wasm/reader')> | undefined;

/** Loaded with the first picture. Its WebAssembly comes from the package: it would be fetched from the network otherwise. */
function reader() {
  loading ??= (async () => {
    const [library, wasm] = await Promise.all([
      import('zxing-wasm/reader'),
      readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')),
    ]);
    const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer;
    library.prepareZXingModule({ overrides: { wasmBinary } });
    return library;
  })();
  return loading;
}
