const RETRY_MS = 1000;

/**
 * What signs: camera, code, payment and the way through them. Nobody needs it to read the contract, so that it is fetched meanwhile, as
 * often as it takes.
 */
async function load(): Promise<typeof import('./sign')> {
  try {
    return await import('./sign');
  } catch {
    await new Promise((retry) => setTimeout(retry, RETRY_MS));
    return load();
  }
}

export const signingChunk = load();
