/**
 * Ten calls a second, the published quota, that each take the default limit of ten seconds are a hundred at once; a
 * larger tenant's calls wait for a connection inside their own time limit.
 */
export const MAX_CONNECTIONS = 128;
/**
 * Contracts on their way to somebody who may read slowly, or not at all: connections of their own, so that none of them keeps a call
 * waiting. More than there may be downloads (`src/server/downloads-in-flight.ts`).
 */
export const MAX_STREAMS = 256;
/** Below the idle limits of common proxies (nginx 75 s, AWS 60 s), which would cut a call just being sent. */
export const IDLE_MS = 30_000;
/**
 * For what is never sent again: below every idle limit that servers use (node:http and gunicorn 5 s or less), so that none closes the
 * connection just as a step goes out on it. A step that finds none pays for a handshake, which TLS sessions shorten.
 */
export const RECENT_MS = 1000;
