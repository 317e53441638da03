import { ConfigError } from './config/config-error.js';
import type { TokenVerifier } from './vlens/quota/admissions.js';
import {
  type OnKeyProblem,
  openTokenVerifier,
  type TokenKeySettings,
  UnusableKey,
} from './vlens/quota/token-verifier.js';

/**
 * The verifier of Vlens's tokens; null if no key is set.
 * @throws ConfigError if the key file can't be read
 */
export function readTokenKeys(settings: TokenKeySettings, onProblem?: OnKeyProblem): TokenVerifier | null {
  try {
    return openTokenVerifier(settings, onProblem);
  } catch (error) {
    if (error instanceof UnusableKey) throw new ConfigError(unusable(settings));
    throw new ConfigError(
      'VLENS_TOKEN_JWKS_FILE can’t be read as a JSON Web Key Set; write the path of a file like {"keys":[…]}.',
    );
  }
}

/** The message for an unusable key. Without this error, every customer's token would be refused. */
function unusable({ jwksFile }: TokenKeySettings): string {
  const which = jwksFile === null ? 'VLENS_TOKEN_KEY is no key' : 'VLENS_TOKEN_JWKS_FILE holds no key';
  return `${which} that tokens can be verified with; write a public key of RSA with 2048 bits or more, of P-256, P-384, P-521 or Ed25519.`;
}
