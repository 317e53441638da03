import { type Config, readConfig } from './config/config.js';
import { type GivenSettings, overriddenSentence, readGiven } from './config/config-file.js';
import type { Environment } from './config/environment.js';
import { misspeltNames, misspeltSentence, renamedSentence } from './config/names.js';
import { readRedisCa } from './redis-ca.js';
import type { TrustedDocuments } from './server/documents/trusted-documents.js';
import { readTokenKeys } from './token-keys.js';
import { readTrustedDocuments } from './trusted-manifest.js';

/** Everything that a start reads before it opens anything. */
export interface PreparedStart {
  given: GivenSettings;
  config: Config;
  trustedDocuments: TrustedDocuments;
  /** Warnings for the operator; the gateway starts anyway. */
  warnings: string[];
}

/**
 * Reads and checks what a start needs. `--check-config` uses it too, so it refuses the same settings as a start.
 * @throws ConfigError that names each invalid setting
 */
export function prepareStart(environment: Environment, signingPageFolder: string): PreparedStart {
  const given = readGiven(environment);
  const config = readConfig(given.env);
  const trustedDocuments = readTrustedDocuments(config.trustedDocuments, signingPageFolder);
  readTokenKeys(config.tokenKeys);
  readRedisCa(config.redis?.caFile);
  const misspelt = config.production ? [] : misspeltNames(given.env);
  const warnings = [
    ...given.renamed.map(renamedSentence),
    ...misspelt.map(misspeltSentence),
    ...given.overridden.map(overriddenSentence),
  ];
  return { given, config, trustedDocuments, warnings };
}
