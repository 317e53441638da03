import type { Environment } from './types.js';

/** Time and chance as they are. */
export const REAL_ENVIRONMENT: Environment = {
  now: () => new Date(),
  newKey: newIdempotencyKey,
  pause: (ms, signal) =>
    new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', leave);
        resolve();
      }, ms);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    }),
};

/**
 * A key for one step: the gateway takes the step once, however often the same request arrives. Browsers and proxies send a
 * request again whose connection was cut. `crypto.randomUUID` is there in secure contexts only, and a WebView may be none.
 */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, index) => {
    const versioned = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return versioned.toString(16).padStart(2, '0');
  });
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
