/**
 * For the page: a camera that looks away from the customer and sees what was laid on the table (`window.layOnTable`),
 * unless it is refused (`window.refuseCamera`), with the card
 * where the viewfinder's frame is. The camera that looks at the customer stays the browser's own. What it sees is drawn once and shown only
 * while somebody looks: each picture of this size costs a busy machine more than all of the page.
 */
export const TABLE_CAMERA = `{
  const size = { width: 1920, height: 1080 };
  const [table, seen] = [0, 1].map(() => Object.assign(document.createElement('canvas'), size));
  const pen = table.getContext('2d');
  const shown = seen.getContext('2d');
  const show = () => shown.drawImage(table, 0, 0);
  const lay = (card, filter) => {
    pen.filter = 'none';
    pen.fillStyle = '#3b3a36';
    pen.fillRect(0, 0, size.width, size.height);
    pen.filter = filter;
    if (card) pen.drawImage(card, 348, 154, 1224, 772);
    show();
  };
  lay(null, 'none');
  window.layOnTable = async (url, seenThrough = 'none') => {
    const image = new Image();
    image.src = url;
    await image.decode();
    lay(image, seenThrough);
  };
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    if (wanted.video.facingMode !== 'environment') return ask(wanted);
    if (window.refuseCamera) throw new DOMException('', window.refuseCamera);
    const stream = seen.captureStream();
    const timer = setInterval(() => (stream.active ? show() : clearInterval(timer)), 200);
    return stream;
  };
}`;
