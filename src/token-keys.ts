import { ConfigError } from './config/config-error.js';
import type { TokenVerifier } from './vlens/quota/admissions.js';
import { openTokenVerifier, type TokenKeySettings } from './vlens/quota/token-verifier.js';

/**
 * What verifies Vlens's tokens; null where no key is set.
 * @throws ConfigError where the file of keys can't be read
 */
export function readTokenKeys(settings: TokenKeySettings): TokenVerifier | null {
  try {
    return openTokenVerifier(settings);
  } catch {
    throw new ConfigError(
      'VLENS_TOKEN_JWKS_FILE can’t be read as a JSON Web Key Set; write the path of a file like {"keys":[…]}.',
    );
  }
}
