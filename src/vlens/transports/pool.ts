/**
 * The published quota is ten calls a second. If each takes the default limit of ten seconds, a hundred are in flight. The calls of a larger
 * tenant wait for a connection within their own time limit.
 */
export const MAX_CONNECTIONS = 128;
/**
 * Connections of their own for contracts, whose readers may be slow or stop, so that no download keeps a call waiting. More than the limit
 * of downloads (`src/server/downloads-in-flight.ts`).
 */
export const MAX_STREAMS = 256;
/** Below the idle limits of common proxies (nginx 75 s, AWS 60 s), which would cut a call that is just being sent. */
export const IDLE_MS = 30_000;
/**
 * For requests that are never sent again. It is below every idle limit that servers use (node:http and gunicorn 5 s or less), so that no
 * server closes the connection just as a step is sent on it. A step that finds no such connection pays for a handshake, which TLS sessions
 * shorten.
 */
export const RECENT_MS = 1000;
