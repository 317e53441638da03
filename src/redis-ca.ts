import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError } from './config/config-error.js';

/**
 * The CA in REDIS_CA_FILE; null if it is not set.
 * @throws ConfigError if the file contains no certificate
 */
export function readRedisCa(file: string | null | undefined): string | null {
  if (!file) return null;
  try {
    const pem = readFileSync(file, 'utf8');
    new X509Certificate(pem);
    return pem;
  } catch {
    throw new ConfigError('REDIS_CA_FILE can’t be read as a certificate; write the path of a PEM file.');
  }
}
