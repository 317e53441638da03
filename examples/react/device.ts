import type { GeoLocationInput, LivenessScanInput } from '@vlens-gateway/client';

/** Where the device is; the browser asks the customer first. */
export function whereTheDeviceIs(): Promise<GeoLocationInput> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => resolve({ latitude, longitude }),
      () => reject(new Error('Allow this page to know where you are: a signature needs a place.')),
    );
  });
}

/** A picture and three frames within half a second, small enough for Vlens. */
export async function takePictures(): Promise<LivenessScanInput> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user', width: 640 } });
  const video = document.createElement('video');
  try {
    video.srcObject = stream;
    await video.play();
    const frames: string[] = [];
    while (frames.length < 4) {
      frames.push(frameOf(video));
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    const [image = '', face1 = '', face2 = '', face3 = ''] = frames;
    return { image, face1, face2, face3 };
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

function frameOf(video: HTMLVideoElement): string {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return canvas.toDataURL('image/jpeg', 0.8);
}
