import type { StatusName } from '../status-screens/status-screen';

/** A camera that can't be had, and the screen that says so. */
export class CameraRefused extends Error {
  constructor(readonly screen: StatusName) {
    super('The camera can’t be used.');
  }
}

/** The camera that looks at the customer, or the one that looks away. @throws CameraRefused */
export async function openCamera(facingMode: 'user' | 'environment' = 'user'): Promise<MediaStream> {
  const [width, height] = facingMode === 'user' ? [1280, 720] : [1920, 1080];
  if (!navigator.mediaDevices) throw new CameraRefused('noCamera');
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode, width: { ideal: width }, height: { ideal: height } },
    });
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
