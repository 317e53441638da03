import sharp from 'sharp';

/** Four different pictures, as a phone's camera gives them. */
export async function frames(): Promise<{ image: string; face_1: string; face_2: string; face_3: string }> {
  const [image = '', face_1 = '', face_2 = '', face_3 = ''] = await Promise.all(
    [10, 20, 30, 40].map(picture),
  );
  return { image, face_1, face_2, face_3 };
}

async function picture(shift: number): Promise<string> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="160">
    <rect width="120" height="160" fill="#9fb4c7"/><circle cx="${shift + 30}" cy="80" r="30" fill="#c68f6b"/></svg>`;
  return (await sharp(Buffer.from(svg)).jpeg().toBuffer()).toString('base64');
}
