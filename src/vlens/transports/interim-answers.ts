import type { Socket } from 'node:net';

const INTERIM = Buffer.from('HTTP/1.1 100');
/** Of the version's second digit. */
const MINOR_AT = 'HTTP/1.'.length;
const END = '\r\n\r\n';
/** No `100 Continue` is as long. */
const MAX_BYTES = 16 * 1024;

/**
 * Keeps a `100 Continue` that nobody asked for from a socket's reader. A client may ignore it (RFC 9110, 15.2), but undici 7 and 8
 * take it for a broken answer and close the connection, though the request was sent.
 */
export function skipContinue(socket: Socket): void {
  const push: Socket['push'] = socket.push.bind(socket);
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  let isHead = true;
  let held: Buffer | null = null;

  // What follows a request can be the head of an answer; later bytes are of a body, which may hold anything.
  const writeHead = (...args: unknown[]) => {
    isHead = true;
    return write(...args);
  };
  const pushRest = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    if (chunk === null) {
      if (held) push(held);
      return push(null);
    }
    if (!isHead) return push(chunk, encoding);
    const { bytes, isDecided } = withoutContinue(held ? Buffer.concat([held, chunk]) : chunk);
    isHead = !isDecided;
    held = isDecided ? null : bytes;
    return isDecided ? push(bytes) : true;
  };
  Object.assign(socket, { write: writeHead, push: pushRest });
}

/** The rest of an answer's first bytes; undecided while they may be the beginning of something to skip. */
function withoutContinue(bytes: Buffer): { bytes: Buffer; isDecided: boolean } {
  if (!startsAsInterim(bytes)) return { bytes, isDecided: true };
  const end = bytes.indexOf(END);
  if (end < 0) return { bytes, isDecided: bytes.length > MAX_BYTES };
  return withoutContinue(bytes.subarray(end + END.length));
}

function startsAsInterim(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, INTERIM.length);
  for (let at = 0; at < length; at += 1) if (at !== MINOR_AT && bytes[at] !== INTERIM[at]) return false;
  return true;
}
