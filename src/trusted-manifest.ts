import { existsSync, readFileSync, unwatchFile, watchFile } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config/config.js';
import { ConfigError } from './config/config-error.js';
import { TrustedDocuments } from './server/documents/trusted-documents.js';

/**
 * The documents in the operator's manifest, and those of the gateway's own signing page if it is built.
 * @throws ConfigError if the file is not a manifest
 */
export function readTrustedDocuments(
  { manifest, only, automatic }: Config['trustedDocuments'],
  signingPageFolder: string,
): TrustedDocuments {
  const ofPage = join(signingPageFolder, 'documents.json');
  const documents = new Map([...readManifest(existsSync(ofPage) ? ofPage : null), ...readManifest(manifest)]);
  return new TrustedDocuments({ documents, only, automatic });
}

/**
 * The documents in a manifest: a JSON object of hash to text, as `npm run codegen` and Relay's compiler (`persisted.json`) write it, or the
 * format of `apollo-persisted-query-manifest`.
 * @throws ConfigError if the file is not such a manifest
 */
export function readManifest(path: string | null): ReadonlyMap<string, string> {
  if (path === null) return new Map();
  const manifest = parsed(path);
  const documents = entriesOf(manifest);
  if (documents.length === 0 || !documents.every(isDocument)) {
    throw new ConfigError(
      'TRUSTED_DOCUMENTS is no manifest of documents; write the path of a JSON object of hash to document, as ' +
        'npm run codegen and Relay write it, or of an apollo-persisted-query-manifest.',
    );
  }
  return new Map(documents.map(([id, text]) => [id.replace(/^sha256:/, ''), text]));
}

/** The same interval as for `CONFIG_FILE`. */
const POLL_INTERVAL_MS = 2000;

/**
 * Warns when the manifest changes, since only the next start reads it and clients may already send new ids.
 * @returns a function that stops watching
 */
export function warnOfChangedManifest(path: string | null, logger: Pick<Logger, 'warn'>): () => void {
  if (path === null) return () => undefined;
  const check = createManifestCheck(path, logger);
  watchFile(path, { interval: POLL_INTERVAL_MS, persistent: false }, check);
  return () => unwatchFile(path, check);
}

/** Returns a check that compares the manifest with its text at the last check. */
export function createManifestCheck(path: string, logger: Pick<Logger, 'warn'>): () => void {
  let before = textOf(path);
  return () => {
    const now = textOf(path);
    if (now === before) return;
    before = now;
    const isManifest = now !== null && isManifestAt(path);
    logger.warn(
      isManifest
        ? 'TRUSTED_DOCUMENTS has changed: the documents that were read at the start stay until the next start'
        : 'TRUSTED_DOCUMENTS has changed and is no manifest now: the documents that were read at the start stay, and the next start will be refused',
    );
  };
}

function isManifestAt(path: string): boolean {
  try {
    return readManifest(path).size > 0;
  } catch {
    return false;
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** SHA-256, or Relay's MD5 (its default) or SHA-1 (if configured). */
const MANIFEST_ID = /^(?:sha256:)?[0-9a-f]{64}$|^[0-9a-f]{40}$|^[0-9a-f]{32}$/;

function isDocument(entry: [string, unknown]): entry is [string, string] {
  return MANIFEST_ID.test(entry[0]) && typeof entry[1] === 'string';
}

function entriesOf(manifest: unknown): [string, unknown][] {
  if (typeof manifest !== 'object' || manifest === null) return [];
  if (!('format' in manifest && manifest.format === 'apollo-persisted-query-manifest'))
    return Object.entries(manifest);
  const operations =
    'operations' in manifest && Array.isArray(manifest.operations) ? manifest.operations : [];
  return operations.map((operation) => {
    const { id, body } = Object(operation) as { id?: unknown; body?: unknown };
    return [String(id), body];
  });
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(textOf(path) ?? '');
  } catch {
    return null;
  }
}
