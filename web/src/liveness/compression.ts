/** Vlens takes 500 KB for each picture; a margin stays. */
const LARGEST_BYTES = 480 * 1024;
const QUALITIES = [0.9, 0.8, 0.7, 0.55, 0.4, 0.25];

/** A picture as a JPEG under 500 KB, in base64: the best quality that fits. */
export async function compressed(canvas: HTMLCanvasElement): Promise<string> {
  for (const quality of QUALITIES) {
    const jpeg = await encoded(canvas, quality);
    if (jpeg.size <= LARGEST_BYTES) return base64(jpeg);
  }
  throw new Error('The picture can’t be made small enough.');
}

function encoded(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('This browser can’t write a JPEG.'))),
      'image/jpeg',
      quality,
    ),
  );
}

function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
