/**
 * For the page: a camera that looks away from the customer and sees what was laid on the table (`window.layOnTable`),
 * unless it is refused (`window.refuseCamera`), with the card
 * where the viewfinder's frame is. The camera that looks at the customer stays the browser's own.
 */
export const TABLE_CAMERA = `{
  const canvas = Object.assign(document.createElement('canvas'), { width: 1920, height: 1080 });
  const pen = canvas.getContext('2d');
  let card = null;
  let filter = 'none';
  window.layOnTable = async (url, seenThrough = 'none') => {
    const image = new Image();
    image.src = url;
    await image.decode();
    card = image;
    filter = seenThrough;
    draw();
  };
  const draw = () => {
    pen.filter = 'none';
    pen.fillStyle = '#3b3a36';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.filter = filter;
    if (card) pen.drawImage(card, 348, 154, 1224, 772);
  };
  draw();
  setInterval(draw, 100);
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    if (wanted.video.facingMode !== 'environment') return ask(wanted);
    if (window.refuseCamera) throw new DOMException('', window.refuseCamera);
    return canvas.captureStream(10);
  };
}`;
