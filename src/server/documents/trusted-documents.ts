import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CallerKey } from '../../vlens/caller-keys.js';
import { kindsIn } from '../operation-label.js';
import { DOCUMENT_LIMITS, textError } from './limits.js';
import { normalForm } from './normal-form.js';
import { PersistedQueries } from './persisted-queries.js';

/** How a client may send a document, according to GraphQL over HTTP. */
export interface SentDocument {
  query?: unknown;
  documentId?: unknown;
  /** Parsed JSON. A string does not count, since JSON inside a string would bypass the limits. */
  extensions?: unknown;
}

/** The text to execute, or the reason why there is none. `null`: leave the request as it is. */
export type Resolved =
  | { text: string }
  | { error: string /** A code that clients' links know. */; code?: string }
  | null;

export interface TrustedDocumentsSettings {
  /** Texts by their SHA-256 in hex, in the format of `npm run codegen`. */
  documents: ReadonlyMap<string, string>;
  /** Whether all other documents are refused. */
  only: boolean;
  /** Whether other documents are stored for their caller by hash. */
  automatic: boolean;
}

/** Returns the caller; null without a token. It is called only if needed. */
export type WhoAsks = () => CallerKey | null;

const NOT_KNOWN = 'There is no trusted document of this id: run codegen, and give the gateway its manifest.';
/** Apollo's and urql's links recognize these messages. They send the text next, and after `NOT_SUPPORTED` they stop sending hashes. */
const NOT_SUPPORTED = { error: 'PersistedQueryNotSupported', code: 'PERSISTED_QUERY_NOT_SUPPORTED' };
const NOT_FOUND = { error: 'PersistedQueryNotFound', code: 'PERSISTED_QUERY_NOT_FOUND' };
const WRONG_HASH =
  '`extensions.persistedQuery.sha256Hash` is not the SHA-256 of `query`, in hex: send the hash of the text as it is sent.';
const NOT_TRUSTED =
  'This gateway executes trusted documents only: send the documentId of one in its manifest.';

/** Documents known before the start. Clients send them by id instead of by text; a setting allows only these. */
export class TrustedDocuments {
  /** The kind of each operation in these documents, by name. */
  readonly operationKinds: ReadonlyMap<string, string>;
  private readonly normalForms: ReadonlySet<string | null>;
  /** Hashes of texts that turned out to be trusted documents. */
  private readonly knownTexts = new LRUCache<string, true>({ max: MAX_KNOWN_TEXTS });
  /** Null if automatic persisted queries are off. */
  private readonly persisted: PersistedQueries | null;

  constructor(private readonly settings: TrustedDocumentsSettings) {
    const { documents, only, automatic } = settings;
    this.persisted = automatic && !only ? new PersistedQueries() : null;
    this.operationKinds = kindsIn(documents.values());
    this.normalForms = new Set(only ? [...documents.values()].map(normalForm) : []);
  }

  resolve(sent: SentDocument, whoAsks: WhoAsks = nobody): Resolved {
    const { only } = this.settings;
    const { query } = sent;
    if (typeof query === 'string' && query !== '') {
      const error = textError(query);
      if (error !== null) return { error };
      if (only && !this.isOneOfThem(query)) return { error: NOT_TRUSTED };
      const hash = hashIn(sent.extensions);
      if (hash === undefined) return null;
      return this.persisted ? keep(this.persisted, query, hash, whoAsks()) : { text: query };
    }
    const text = this.textById(sent, whoAsks);
    if (text !== null) return { text };
    if (idOf(sent) === null) return null;
    if (sent.documentId != null) return { error: NOT_KNOWN };
    if (only) return { error: NOT_TRUSTED };
    return this.persisted ? NOT_FOUND : NOT_SUPPORTED;
  }

  /** The text of the requested document; null if it is not known or is longer than the limit. */
  textOf(sent: SentDocument, whoAsks: WhoAsks = nobody): string | null {
    const { query } = sent;
    if (typeof query === 'string' && query !== '')
      return query.length > DOCUMENT_LIMITS.characters ? null : query;
    return this.textById(sent, whoAsks);
  }

  private textById(sent: SentDocument, whoAsks: WhoAsks): string | null {
    const id = idOf(sent);
    if (id === null) return null;
    const trusted = this.settings.documents.get(id);
    if (trusted !== undefined || !this.persisted || sent.documentId != null) return trusted ?? null;
    const caller = whoAsks();
    return caller && this.persisted.get(caller, id);
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

/**
 * Without a token, the answer is that the hash is not known, so the client's link keeps sending hashes. Most of its requests have a token.
 */
const nobody: WhoAsks = () => null;

function keep(persisted: PersistedQueries, text: string, hash: unknown, caller: CallerKey | null): Resolved {
  if (typeof hash !== 'string' || hash.toLowerCase() !== sha256(text)) return { error: WRONG_HASH };
  if (caller) persisted.keep(caller, hash.toLowerCase(), text);
  return { text };
}

/** A frontend prints each document in only a few ways. */
export const MAX_KNOWN_TEXTS = 1000;

/** The id in `documentId`, with or without `sha256:` before it, or in the form of Apollo's clients. */
function idOf({ documentId, extensions }: SentDocument): string | null {
  const sent = documentId ?? hashIn(extensions);
  return typeof sent === 'string' ? sent.replace(/^sha256:/, '').toLowerCase() : null;
}

function hashIn(extensions: unknown): unknown {
  const persisted =
    typeof extensions === 'object' && extensions ? Reflect.get(extensions, 'persistedQuery') : null;
  return typeof persisted === 'object' && persisted ? Reflect.get(persisted, 'sha256Hash') : undefined;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
