import type { StatusName } from '../status-screens/status-screen';

/** A camera that can't be had, and the screen that says so. */
export class CameraRefused extends Error {
  constructor(readonly screen: StatusName) {
    super('The camera can’t be used.');
  }
}

/**
 * The camera that looks at the customer, or the one that looks away.
 * @param ended called when the system takes it away: a call that comes in, another app, a cable; not when the page closes it
 * @throws CameraRefused
 */
export async function openCamera(
  facingMode: 'user' | 'environment',
  ended: (stream: MediaStream) => void,
): Promise<MediaStream> {
  const [width, height] = facingMode === 'user' ? [1280, 720] : [1920, 1080];
  if (!navigator.mediaDevices) throw new CameraRefused('noCamera');
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode, width: { ideal: width }, height: { ideal: height } },
    });
    for (const track of stream.getTracks()) track.addEventListener('ended', () => ended(stream));
    return stream;
  } catch (error) {
    throw new CameraRefused(FACES[error instanceof DOMException ? error.name : ''] ?? 'noCamera');
  }
}

/** https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
const FACES: Record<string, StatusName> = {
  NotAllowedError: 'cameraBlocked',
  SecurityError: 'cameraBlocked',
  NotReadableError: 'cameraBusy',
  AbortError: 'cameraBusy',
};

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
