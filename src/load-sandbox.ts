import { ConfigError } from './config/config-error.js';

/**
 * Loads the sandbox with its database, pictures and PDFs. A gateway in front of the real Vlens does not need it.
 * @throws ConfigError if it is not installed, as in the gateway's image
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

/** The error codes of import() and require(). */
const MISSING = new Set<unknown>(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && MISSING.has(error.code);
}
