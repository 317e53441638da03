import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { namesIn } from '../operation-label.js';
import { DOCUMENT_LIMITS, textError } from './limits.js';
import { normalForm } from './normal-form.js';

/** What a client may send of a document, as GraphQL over HTTP carries it. */
export interface SentDocument {
  query?: unknown;
  documentId?: unknown;
  extensions?: unknown;
}

/** The text to execute, or why there is none. `null`: leave it as it was sent. */
export type Resolved =
  | { text: string }
  | { complaint: string /** A form that clients' links know. */; code?: string }
  | null;

export interface TrustedDocumentsSettings {
  /** Texts by their SHA-256 in hex, as `npm run codegen` writes them. */
  documents: ReadonlyMap<string, string>;
  /** Whether any other document is refused. */
  only: boolean;
}

const NOT_KNOWN = 'There is no trusted document of this id: run codegen, and give the gateway its manifest.';
/** In the words that Apollo's and urql's links go on from: they send the text next. */
const NOT_SUPPORTED = { complaint: 'PersistedQueryNotSupported', code: 'PERSISTED_QUERY_NOT_SUPPORTED' };
const NOT_TRUSTED =
  'This gateway executes trusted documents only: send the documentId of one in its manifest.';

/** Documents that were known before the gateway started: sent by id instead of by text, and, where so set, only those. */
export class TrustedDocuments {
  /** What their operations are called. */
  readonly operationNames: ReadonlySet<string>;
  private readonly normalForms: ReadonlySet<string | null>;
  /** Hashes of texts that were found to be such documents. */
  private readonly knownTexts = new LRUCache<string, true>({ max: MAX_KNOWN_TEXTS });

  constructor(private readonly settings: TrustedDocumentsSettings) {
    const { documents, only } = settings;
    this.operationNames = namesIn(documents.values());
    this.normalForms = new Set(only ? [...documents.values()].map(normalForm) : []);
  }

  resolve(sent: SentDocument): Resolved {
    const { documents, only } = this.settings;
    const { query } = sent;
    if (typeof query === 'string' && query !== '') {
      const error = textError(query);
      if (error !== null) return { complaint: error };
      if (only && !this.isOneOfThem(query)) return { complaint: NOT_TRUSTED };
      // Its hash is no more than a request to remember it, which nobody does here.
      return hashIn(sent.extensions) === undefined ? null : { text: query };
    }
    const id = idOf(sent);
    if (id === null) return null;
    const text = documents.get(id);
    if (text !== undefined) return { text };
    if (sent.documentId != null) return { complaint: NOT_KNOWN };
    return only ? { complaint: NOT_TRUSTED } : NOT_SUPPORTED;
  }

  /** The text that is asked for, unless it is longer than any may be; null where it is not known. */
  textOf(sent: SentDocument): string | null {
    const { query } = sent;
    if (typeof query === 'string' && query !== '')
      return query.length > DOCUMENT_LIMITS.characters ? null : query;
    const id = idOf(sent);
    return (id !== null && this.settings.documents.get(id)) || null;
  }

  private isOneOfThem(query: string): boolean {
    const hash = sha256(query);
    if (this.settings.documents.has(hash) || this.knownTexts.has(hash)) return true;
    const form = normalForm(query);
    const isOne = form !== null && this.normalForms.has(form);
    if (isOne) this.knownTexts.set(hash, true);
    return isOne;
  }
}

/** Frontends print each document in a few ways at the most. */
const MAX_KNOWN_TEXTS = 1000;

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
