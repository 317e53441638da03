import { createHash } from 'node:crypto';
import { namesIn } from '../operation-label.js';

/** What a client may send of a document, as GraphQL over HTTP carries it. */
export interface SentDocument {
  query?: unknown;
  documentId?: unknown;
  extensions?: unknown;
}

/** The text to execute, or why there is none. `null`: leave it as it was sent. */
export type Resolved = { text: string } | { complaint: string } | null;

export interface TrustedDocumentsSettings {
  /** Texts by their SHA-256 in hex, as `npm run codegen` writes them. */
  documents: ReadonlyMap<string, string>;
  /** Whether any other document is refused. */
  only: boolean;
}

const NOT_KNOWN = 'There is no trusted document of this id: run codegen, and give the gateway its manifest.';
const NOT_TRUSTED =
  'This gateway executes trusted documents only: send the documentId of one in its manifest.';

/** Documents that were known before the gateway started: sent by id instead of by text, and, where so set, only those. */
export class TrustedDocuments {
  /** What their operations are called. */
  readonly operationNames: ReadonlySet<string>;

  constructor(private readonly settings: TrustedDocumentsSettings) {
    this.operationNames = namesIn(settings.documents.values());
  }

  resolve(sent: SentDocument): Resolved {
    const { documents, only } = this.settings;
    const { query } = sent;
    if (typeof query === 'string' && query !== '') {
      return only && !documents.has(sha256(query)) ? { complaint: NOT_TRUSTED } : null;
    }
    const id = idOf(sent);
    if (id === null) return null;
    const text = documents.get(id);
    return text === undefined ? { complaint: NOT_KNOWN } : { text };
  }
}

/** As `documentId`, with or without `sha256:` before it, or as Apollo's clients send it. */
function idOf({ documentId, extensions }: SentDocument): string | null {
  const sent = documentId ?? hashIn(extensions);
  return typeof sent === 'string' ? sent.replace(/^sha256:/, '').toLowerCase() : null;
}

function hashIn(extensions: unknown): unknown {
  if (typeof extensions === 'string') {
    try {
      return hashIn(JSON.parse(extensions));
    } catch {
      return undefined;
    }
  }
  const persisted =
    typeof extensions === 'object' && extensions ? Reflect.get(extensions, 'persistedQuery') : null;
  return typeof persisted === 'object' && persisted ? Reflect.get(persisted, 'sha256Hash') : undefined;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
