import { compressed } from '../../liveness/compression';
import { type Flaw, flawOf, type LumaPicture } from './quality';

/** Enough to read every word; more makes the upload slower and nothing better. */
const MAX_EDGE = 1920;
const MEASURED_WIDTH = 640;
/** The frame in the viewfinder: its share of the width that is seen, and a card's shape (ISO/IEC 7810 ID-1). */
export const FRAME = { share: 0.88, ratio: 85.6 / 53.98 };
/** The viewfinder's own shape. */
const VIEW_RATIO = 4 / 3;

export interface Photograph {
  /** JPEG in base64, as it is sent. */
  image: string;
  /** An address to look at it; to be revoked. */
  preview: string;
  flaw: Flaw | null;
}

/** The whole picture of the camera: what the frame shows is in it, whatever the browser has cut off on the screen. */
export function photographOf(video: HTMLVideoElement): Promise<Photograph> {
  const { videoWidth, videoHeight } = video;
  return photograph(video, videoWidth, videoHeight, frameIn(videoWidth, videoHeight));
}

/** A photograph from the device, turned as its camera says. @throws where it is no picture that the browser reads. */
export async function photographOfFile(file: File): Promise<Photograph> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const { width, height } = bitmap;
  try {
    return await photograph(bitmap, width, height, { x: 0, y: 0, width, height });
  } finally {
    bitmap.close();
  }
}

/** What could be fixed now, of the camera's picture inside the frame. */
export function flawInFrame(video: HTMLVideoElement): Flaw | null {
  return flawOf(luma(video, frameIn(video.videoWidth, video.videoHeight)));
}

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the frame lies in the camera's picture, of which the viewfinder shows the middle (object-fit: cover). */
function frameIn(width: number, height: number): Area {
  const seen = width / height > VIEW_RATIO ? height * VIEW_RATIO : width;
  const frame = { width: seen * FRAME.share, height: (seen * FRAME.share) / FRAME.ratio };
  return { x: (width - frame.width) / 2, y: (height - frame.height) / 2, ...frame };
}

async function photograph(
  source: CanvasImageSource,
  width: number,
  height: number,
  area: Area,
): Promise<Photograph> {
  const scale = Math.min(1, MAX_EDGE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = penOf(canvas);
  // What is transparent would come out black.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  const image = await compressed(canvas);
  const bytes = Uint8Array.from(atob(image), (char) => char.charCodeAt(0));
  const preview = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }));
  return { image, preview, flaw: flawOf(luma(source, area)) };
}

function luma(source: CanvasImageSource, { x, y, width, height }: Area): LumaPicture {
  const canvas = document.createElement('canvas');
  canvas.width = MEASURED_WIDTH;
  canvas.height = Math.max(1, Math.round((MEASURED_WIDTH * height) / width));
  const pen = penOf(canvas);
  pen.drawImage(source, x, y, width, height, 0, 0, canvas.width, canvas.height);
  const { data: rgba } = pen.getImageData(0, 0, canvas.width, canvas.height);
  const data = new Uint8Array(canvas.width * canvas.height);
  for (let at = 0; at < data.length; at++)
    data[at] =
      0.299 * (rgba[at * 4] ?? 0) + 0.587 * (rgba[at * 4 + 1] ?? 0) + 0.114 * (rgba[at * 4 + 2] ?? 0);
  return { data, width: canvas.width, height: canvas.height };
}

function penOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('This browser can’t draw.');
  return pen;
}
