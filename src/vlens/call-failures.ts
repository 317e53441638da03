import { invalidResponse, timedOut, unavailable, VlensFault } from './faults.js';

/**
 * The fault that a failed exchange means. Of what it failed with only the platform's code is kept: node-fetch's
 * messages hold the address, and with it ids and hashes.
 */
export function throwFailure(error: unknown): never {
  if (error instanceof VlensFault) throw error;
  const cause = { code: codeOf(error) };
  if (TIME_RAN_OUT.test(cause.code)) throw timedOut(cause);
  throw NO_HTTP.test(cause.code) ? invalidResponse(cause) : unavailable(cause);
}

const TIME_RAN_OUT = /TIMEDOUT$|_TIMEOUT$/;
/** What came was no HTTP (llhttp), or its content coding was broken (zlib, brotli). */
const NO_HTTP = /^(?:HPE|Z|ERR__ERROR)_/;

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'UNKNOWN';
}
