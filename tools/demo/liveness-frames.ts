import sharp from 'sharp';

/** A document photo and three frames of a face that moves: four different JPEG pictures as base64. */
export async function takeLivenessFrames(): Promise<{
  image: string;
  face1: string;
  face2: string;
  face3: string;
}> {
  return { image: await frame(0), face1: await frame(12), face2: await frame(24), face3: await frame(36) };
}

async function frame(turn: number): Promise<string> {
  const face = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="400">
    <rect width="320" height="400" fill="#9fb4c7"/>
    <ellipse cx="${160 + turn}" cy="200" rx="95" ry="130" fill="#c68f6b"/>
    <circle cx="${125 + turn}" cy="170" r="10"/><circle cx="${195 + turn}" cy="170" r="10"/>
    <path d="M${120 + turn} 260 q40 30 80 0" stroke="#000" fill="none" stroke-width="5"/>
  </svg>`;
  const picture = await sharp(Buffer.from(face)).jpeg({ quality: 85 }).toBuffer();
  return picture.toString('base64');
}
