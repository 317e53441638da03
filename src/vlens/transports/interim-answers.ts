import type { Socket } from 'node:net';

const INTERIM = Buffer.from('HTTP/1.1 100');
/** The position of the version's second digit. */
const MINOR_AT = 'HTTP/1.'.length;
const END = '\r\n\r\n';
/** No `100 Continue` is this long. */
const MAX_BYTES = 16 * 1024;

/**
 * Hides an unrequested `100 Continue` from a socket's reader. A client may ignore it (RFC 9110, 15.2), but undici 7 and 8 treat it as a
 * broken answer and close the connection, although the request was sent.
 */
export function skipContinue(socket: Socket): void {
  const push: Socket['push'] = socket.push.bind(socket);
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  let isHead = true;
  let held: Buffer | null = null;

  // The first bytes after a request can be the head of an answer. Later bytes are a body's, which may hold anything.
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

/** What remains of the first bytes of an answer. Undecided while they may be the beginning of a `100 Continue`. */
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
