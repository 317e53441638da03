import type { LivenessScanInput } from '@vlens-gateway/client';
import { threeFrames } from './burst';
import { compressed } from './compression';

/** A camera that was taken away, or whose page nobody sees, delivers nothing. */
const MAX_WAIT_MS = 5000;
const MAX_EDGE = 960;
/** Mean brightness, 0 to 255, under which no face can be made out. */
const DARKEST = 24;

/** Why the pictures were not taken. */
export class PicturesRefused extends Error {
  constructor(readonly why: 'tooDark' | 'tooSlow' | 'notMoving') {
    super('The pictures are of no use.');
  }
}

/**
 * Takes what a liveness check needs: a picture to compare with, then three frames within half a second, no two the same.
 * They are compressed afterwards, since that takes longer than the half second. @throws PicturesRefused
 */
export async function takePictures(video: HTMLVideoElement): Promise<LivenessScanInput> {
  const { picture: image } = await frameFrom(video, Number.NEGATIVE_INFINITY);
  if (brightness(image) < DARKEST) throw new PicturesRefused('tooDark');
  const frames = await threeFrames((notBefore) => frameFrom(video, notBefore));
  if (!frames) throw new PicturesRefused('tooSlow');
  const pictures = [image, ...frames];
  if (new Set(await Promise.all(pictures.map(fingerprint))).size < pictures.length)
    throw new PicturesRefused('notMoving');
  const [reference = '', face1 = '', face2 = '', face3 = ''] = await Promise.all(pictures.map(compressed));
  return { image: reference, face1, face2, face3 };
}

/** The first frame that the camera took then or later, of those that it has yet to deliver. */
function frameFrom(
  video: HTMLVideoElement,
  notBefore: number,
): Promise<{ picture: HTMLCanvasElement; capturedAt: number }> {
  return new Promise((resolve, reject) => {
    const tooSlow = setTimeout(() => reject(new PicturesRefused('tooSlow')), MAX_WAIT_MS);
    const look: VideoFrameRequestCallback = (_now, { captureTime, presentationTime }) => {
      const capturedAt = captureTime ?? presentationTime;
      if (capturedAt < notBefore) return video.requestVideoFrameCallback(look);
      clearTimeout(tooSlow);
      return resolve({ picture: drawn(video), capturedAt });
    };
    video.requestVideoFrameCallback(look);
  });
}

function drawn(video: HTMLVideoElement): HTMLCanvasElement {
  const scale = Math.min(1, MAX_EDGE / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  pen(canvas).drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function fingerprint(canvas: HTMLCanvasElement): Promise<string> {
  const { data } = pen(canvas).getImageData(0, 0, canvas.width, canvas.height);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  return hash.join();
}

/** Of every hundredth pixel: enough to distinguish night from day. */
function brightness(canvas: HTMLCanvasElement): number {
  const { data } = pen(canvas).getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0;
  let count = 0;
  for (let at = 0; at + 2 < data.length; at += 400) {
    sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    count++;
  }
  return sum / count;
}

function pen(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser can’t draw.');
  return context;
}
