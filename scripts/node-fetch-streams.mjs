import { OutgoingMessage } from 'node:http';
import Streams, { pipeline as anyPipeline, PassThrough } from 'node:stream';

/**
 * In place of `node:stream` for node-fetch alone: Node's `pipeline` makes an AbortController each time and aborts it at the end, with a
 * stack captured, and node-fetch has one for each body, where a plain body needs none of it (decision 0081).
 */
class Stream extends Streams {
  static pipeline = pipeline;
  static [Symbol.hasInstance](value) {
    return value instanceof Streams;
  }
}

export default Stream;
export { PassThrough };

/** Like Node's, for the streams that node-fetch has; what is neither a body as it is sent nor one as it came is left to Node's. */
export function pipeline(source, destination, ended) {
  if (destination instanceof OutgoingMessage) return sendAll(source, destination, ended);
  // A body in a content coding is read twice where that is deflate.
  if (destination.constructor === PassThrough && source.headers?.['content-encoding'] === undefined) {
    source.once('error', ended);
    return source;
  }
  return anyPipeline(source, destination, ended);
}

function sendAll(source, destination, ended) {
  const failed = (error) => {
    source.destroy(error);
    destination.destroy(error);
    ended(error);
  };
  source.once('error', failed);
  destination.once('error', failed);
  destination.once('close', () => {
    if (!destination.writableFinished) ended(new Error('The request was closed before all of it was sent.'));
  });
  destination.once('finish', () => ended());
  source.on('data', (chunk) => {
    if (destination.write(chunk)) return;
    source.pause();
    destination.once('drain', () => source.resume());
  });
  source.once('end', () => destination.end());
  return destination;
}
