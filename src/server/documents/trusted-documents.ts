import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CallerKey } from '../../vlens/caller-keys.js';
import { kindsIn } from '../operation-label.js';
import { DOCUMENT_LIMITS, textError } from './limits.js';
import { normalForm } from './normal-form.js';
import { PersistedQueries } from './persisted-queries.js';

/** What a client may send of a document, as GraphQL over HTTP carries it. */
export interface SentDocument {
  query?: unknown;
  documentId?: unknown;
  /** Parsed: a text in their place is none, since JSON in a text is within no limit. */
  extensions?: unknown;
}

/** The text to execute, or why there is none. `null`: leave it as it was sent. */
export type Resolved =
  | { text: string }
  | { error: string /** A form that clients' links know. */; code?: string }
  | null;

export interface TrustedDocumentsSettings {
  /** Texts by their SHA-256 in hex, as `npm run codegen` writes them. */
  documents: ReadonlyMap<string, string>;
  /** Whether any other document is refused. */
  only: boolean;
  /** Whether a caller's other documents are remembered by their hash. */
  automatic: boolean;
}

/** Who asks; null where there is no token. Asked for only where it matters. */
export type WhoAsks = () => CallerKey | null;

const NOT_KNOWN = 'There is no trusted document of this id: run codegen, and give the gateway its manifest.';
/** In the words that Apollo's and urql's links go on from: they send the text next, and after the first of the two no hash any more. */
const NOT_SUPPORTED = { error: 'PersistedQueryNotSupported', code: 'PERSISTED_QUERY_NOT_SUPPORTED' };
const NOT_FOUND = { error: 'PersistedQueryNotFound', code: 'PERSISTED_QUERY_NOT_FOUND' };
const WRONG_HASH =
  '`extensions.persistedQuery.sha256Hash` is not the SHA-256 of `query`, in hex: send the hash of the text as it is sent.';
const NOT_TRUSTED =
  'This gateway executes trusted documents only: send the documentId of one in its manifest.';

/** Documents that were known before the gateway started: sent by id instead of by text, and, where so set, only those. */
export class TrustedDocuments {
  /** Of what kind their operations are, by what these are called. */
  readonly operationKinds: ReadonlyMap<string, string>;
  private readonly normalForms: ReadonlySet<string | null>;
  /** Hashes of texts that were found to be such documents. */
  private readonly knownTexts = new LRUCache<string, true>({ max: MAX_KNOWN_TEXTS });
  /** Null where none are remembered. */
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

  /** The text that is asked for, unless it is longer than any may be; null where it is not known. */
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

/** Without a token the answer is that the hash is not known, and the client's link goes on sending hashes: most of its requests have a token. */
const nobody: WhoAsks = () => null;

function keep(persisted: PersistedQueries, text: string, hash: unknown, caller: CallerKey | null): Resolved {
  if (typeof hash !== 'string' || hash.toLowerCase() !== sha256(text)) return { error: WRONG_HASH };
  if (caller) persisted.keep(caller, hash.toLowerCase(), text);
  return { text };
}

/** Frontends print each document in a few ways at most. */
export const MAX_KNOWN_TEXTS = 1000;

/** As `documentId`, with or without `sha256:` before it, or as Apollo's clients send it. */
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
