#!/usr/bin/env bash
# Guess: decoders that look for codes in any position (TRY_HARDER, tryRotate) read a PDF417 in the same positions as a QR code; none reads a
# mirrored PDF417, as a front camera gives it, since a stack of bars has no pattern that shows it.
# Seen (28 November 2026, codes drawn by bwip-js 4.11.4, saved as JPEG): zxing-wasm 3.1.6 reads every code upright, turned by 90 and 180 degrees, and
# mirrored; that a code was mirrored it says of QR, Data Matrix and Aztec, not of PDF417.
# @zxing/library 0.21.3 reads QR, Data Matrix and Aztec turned by 90 degrees, PDF417 not; mirrored it reads QR and Aztec, Data Matrix and PDF417 not.
# For you: a card held upright in the hand has its PDF417 sideways. With @zxing/library turn the picture yourself and try again, and
# do not mirror what a front camera gives before you decode it.
# Versions: zxing-wasm@3.1.6, @zxing/library@0.21.3, bwip-js@4.11.4, sharp@0.35.5.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund zxing-wasm@3.1.6 @zxing/library@0.21.3 bwip-js@4.11.4 sharp@0.35.5
cat > run.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { BinaryBitmap, DecodeHintType, HybridBinarizer, MultiFormatReader, RGBLuminanceSource } from '@zxing/library';
import bwipjs from 'bwip-js';
import sharp from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasmBinary = readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm').buffer;
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
const FORMATS = { pdf417: 'PDF417', qrcode: 'QRCode', datamatrix: 'DataMatrix', azteccode: 'Aztec' };
const POSITIONS = {
  upright: (image) => image,
  'by 90': (image) => image.rotate(90),
  'by 180': (image) => image.rotate(180),
  mirrored: (image) => image.flop(),
};
const text = 'Ahmed Mohamed|29901011234567|1999-01-01|Cairo';
function withLibrary({ data, info }) {
  const source = new RGBLuminanceSource(Uint8ClampedArray.from(data), info.width, info.height);
  try {
    const reader = new MultiFormatReader();
    reader.setHints(new Map([[DecodeHintType.TRY_HARDER, true]]));
    return reader.decode(new BinaryBitmap(new HybridBinarizer(source))).getText() === text ? 'yes' : 'wrong';
  } catch {
    return 'no';
  }
}
const seen = {};
for (const [bcid, format] of Object.entries(FORMATS)) {
  const png = await bwipjs.toBuffer({ bcid, text, scale: 4, padding: 20, backgroundcolor: 'FFFFFF' });
  for (const [position, turn] of Object.entries(POSITIONS)) {
    const jpeg = await turn(sharp(png)).jpeg({ quality: 80 }).toBuffer();
    const [code] = await readBarcodes(new Blob([jpeg]), { tryHarder: true, tryRotate: true, formats: [format] });
    const wasm = code?.text === text ? `yes${code.isMirrored ? ', says mirrored' : ''}` : 'no';
    const library = withLibrary(await sharp(jpeg).grayscale().raw().toBuffer({ resolveWithObject: true }));
    (seen[format] ??= {})[position] = `${wasm} / ${library}`;
  }
}
console.log('zxing-wasm / @zxing/library');
console.table(seen);
const rows = Object.values(seen).map((row) => Object.values(row).join('|'));
const expected = [
  'yes / yes|yes / no|yes / yes|yes / no',
  'yes / yes|yes / yes|yes / yes|yes, says mirrored / yes',
  'yes / yes|yes / yes|yes / yes|yes, says mirrored / no',
  'yes / yes|yes / yes|yes / yes|yes, says mirrored / yes',
];
process.exit(rows.join() === expected.join() ? 0 : 1);
JS
timeout 100 node run.mjs
