import { ConfigError } from './config/config-error.js';

/**
 * The sandbox's code, its database, pictures and PDFs: a gateway before the real Vlens does without them.
 * @throws ConfigError where they are not installed, as in the gateway's image
 */
export async function loadSandbox() {
  try {
    return await import('../sandbox/src/index.js');
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new ConfigError(
      'VLENS_API_URL is missing; this installation holds no sandbox that could take the place of Vlens: ' +
        'write e.g. VLENS_API_URL=https://api.vlenseg.com with its VLENS_API_KEY, or install with npm ci.',
    );
  }
}

/** As import() says it, and require(). */
const MISSING = new Set<unknown>(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && MISSING.has(error.code);
}
