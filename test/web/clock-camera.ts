import sharp from 'sharp';

const BITS = 20;

/**
 * For the page: a camera of 2560 × 1920 whose every picture says when it was taken, in black and white squares at its lower
 * edge. The rest is noise, which no JPEG makes small.
 */
export const CLOCK_CAMERA = `{
  const canvas = Object.assign(document.createElement('canvas'), { width: 2560, height: 1920 });
  const pen = canvas.getContext('2d');
  const side = canvas.width / ${BITS};
  const noise = pen.createImageData(canvas.width, canvas.height);
  for (let at = 0; at < noise.data.length; at++) noise.data[at] = at % 4 === 3 ? 255 : Math.random() * 256;
  pen.putImageData(noise, 0, 0);
  const tick = () => {
    const now = Math.round(performance.now());
    for (let bit = 0; bit < ${BITS}; bit++) {
      pen.fillStyle = (now >> bit) & 1 ? '#fff' : '#000';
      pen.fillRect(bit * side, canvas.height - side, side, side);
    }
  };
  navigator.mediaDevices.getUserMedia = async () => {
    const stream = canvas.captureStream();
    const timer = setInterval(() => (stream.active ? tick() : clearInterval(timer)), 40);
    return stream;
  };
}`;

/** When a picture of this camera was taken, in milliseconds, as its squares say. */
export async function takenAt(jpeg: Buffer): Promise<number> {
  const { data, info } = await sharp(jpeg).greyscale().raw().toBuffer({ resolveWithObject: true });
  const side = info.width / BITS;
  const row = Math.floor(info.height - side / 2);
  let moment = 0;
  for (let bit = 0; bit < BITS; bit++) {
    const pixel = data[(row * info.width + Math.floor((bit + 0.5) * side)) * info.channels] ?? 0;
    if (pixel > 127) moment += 2 ** bit;
  }
  return moment;
}
