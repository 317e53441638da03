import type { ImageStep, VerificationRow } from '../store/people-tables.js';
import type { Card } from './card.js';
import { drawCard } from './draw-card.js';

const TURNS: Partial<Record<ImageStep, number>> = { face_1: 12, face_2: 24, face_3: 36 };

/** A picture of a sample customer's verification, as a PNG in base64: it was drawn by nobody before. */
export async function drawStep(
  { front, back }: Pick<VerificationRow, 'front' | 'back'>,
  step: ImageStep,
): Promise<string> {
  const said = step === 'id_front' ? front : back;
  const turn = TURNS[step];
  const picture =
    turn === undefined && said !== null
      ? await drawCard(JSON.parse(said) as Card)
      : await drawFace(turn ?? 0);
  return picture.toString('base64');
}

async function drawFace(turn: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const face = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="400">
<rect width="320" height="400" fill="#9fb4c7"/>
<ellipse cx="${160 + turn}" cy="200" rx="95" ry="130" fill="#c68f6b"/>
<circle cx="${125 + turn}" cy="170" r="10"/><circle cx="${195 + turn}" cy="170" r="10"/>
<path d="M${120 + turn} 260 q40 30 80 0" stroke="#000" fill="none" stroke-width="5"/>
</svg>`;
  return sharp(Buffer.from(face)).png().toBuffer();
}
