import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config/config.js';
import { ConfigError } from './config/config-error.js';
import { TrustedDocuments } from './server/documents/trusted-documents.js';

/**
 * The documents of the operator's manifest, and those that the gateway's own signing page sends, where it is built.
 * @throws ConfigError where the manifest is none
 */
export function readTrustedDocuments(
  { manifest, only }: Config['trustedDocuments'],
  signingPageFolder: string,
): TrustedDocuments {
  const ofPage = join(signingPageFolder, 'documents.json');
  const documents = new Map([...readManifest(existsSync(ofPage) ? ofPage : null), ...readManifest(manifest)]);
  return new TrustedDocuments({ documents, only });
}

/**
 * The documents of a manifest: a JSON object of SHA-256 in hex to text, as `npm run codegen` writes it.
 * @throws ConfigError where the file is no such manifest
 */
export function readManifest(path: string | null): ReadonlyMap<string, string> {
  if (path === null) return new Map();
  const manifest = parsed(path);
  const documents = typeof manifest === 'object' && manifest !== null ? Object.entries(manifest) : [];
  const isManifest = documents.every(([id, text]) => MANIFEST_ID.test(id) && typeof text === 'string');
  if (documents.length === 0 || !isManifest) {
    throw new ConfigError(
      'TRUSTED_DOCUMENTS is no manifest of documents; write the path of a JSON object of SHA-256 to document, ' +
        'as npm run codegen writes it.',
    );
  }
  return new Map(documents.map(([id, text]) => [id.replace(/^sha256:/, ''), text]));
}

const MANIFEST_ID = /^(?:sha256:)?[0-9a-f]{64}$/;

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
