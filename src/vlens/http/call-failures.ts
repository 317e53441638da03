import { invalidResponse, notAContractsAddress, timedOut, unavailable, VlensFault } from '../faults.js';

/**
 * Throws the fault for a failed exchange. It keeps only the platform's error code: node-fetch's messages contain the address, with ids and
 * hashes.
 */
export function throwFailure(error: unknown): never {
  if (error instanceof VlensFault) throw error;
  const cause = { code: codeOf(error) };
  if (TIME_RAN_OUT.test(cause.code)) throw timedOut(cause);
  if (REFUSED.test(cause.code)) throw unavailable(cause, { unsent: 'not connected' });
  if (cause.code === 'ENOTPUBLIC') throw notAContractsAddress();
  if (NOT_TRUSTED.test(cause.code)) throw unavailable(cause, { unsent: 'not trusted' });
  throw NO_HTTP.test(cause.code) ? invalidResponse(cause) : unavailable(cause);
}

/** The same fault for a call whose connection was not established: no byte was sent. */
export function unsent(failure: unknown): unknown {
  if (!(failure instanceof VlensFault) || failure.details.unsent) return failure;
  return new VlensFault(failure.code, failure.said, { ...failure.details, unsent: 'not connected' });
}

/** The same fault for a call that was sent, whatever the error code says. */
export function sentAllTheSame(failure: unknown): unknown {
  if (!(failure instanceof VlensFault) || !failure.details.unsent) return failure;
  const { unsent: _, ...details } = failure.details;
  return new VlensFault(failure.code, failure.said, details);
}

/** No connection was established: no server listens there, or there is no route to it. */
const REFUSED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/;
/** The certificate was not accepted, which is decided before anything is sent (node:tls, X509 error codes). */
const NOT_TRUSTED = /CERT|^UNABLE_TO_|^ERR_TLS_CERT|^CRL_|^HOSTNAME_MISMATCH$/;

const TIME_RAN_OUT = /TIMEDOUT$|_TIMEOUT$/;
/** The answer was no HTTP (llhttp), or its content coding was broken (zlib, brotli). */
const NO_HTTP = /^(?:HPE|Z|ERR__ERROR)_/;

function codeOf(error: unknown): string {
  // undici's parser sets no code if not even the first line is HTTP.
  if (error instanceof Error && error.name === 'HTTPParserError') return 'HPE_INVALID';
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'UNKNOWN';
}
