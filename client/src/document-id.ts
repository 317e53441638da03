import type { DocumentNode } from 'graphql';

/** The id of a document of this package, as `persisted-documents.json` has it; null for any other document. */
export function documentIdOf(document: DocumentNode & { __meta__?: unknown }): string | null {
  const meta = document.__meta__;
  const hash = typeof meta === 'object' && meta !== null && 'hash' in meta ? meta.hash : null;
  return typeof hash === 'string' ? hash : null;
}
