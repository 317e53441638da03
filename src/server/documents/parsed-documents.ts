import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { ParameterizedDocuments } from './parameterized-documents.js';

type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;

/** Characters of the documents' texts: several hundred documents. A parsed document takes an estimated 150 bytes per character. */
export const MAX_DOCUMENT_CHARACTERS = 128 * 1024;

/**
 * Caches parsed, valid documents. Apollo Server's own store allows 30 MB of JSON, which is 150 MB in memory, and prints each new document
 * as JSON to know its size. Clients that write values into their documents would fill it with documents that are never sent again.
 */
export function parsedDocuments(
  parameterized: Pick<ParameterizedDocuments, 'documentOf'> | null = null,
): DocumentStore {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: MAX_DOCUMENT_CHARACTERS,
    sizeCalculation: ({ loc }) => Math.max(1, loc?.source.body.length ?? MAX_DOCUMENT_CHARACTERS),
  });
  return {
    get: async (key) => documents.get(key) ?? parameterized?.documentOf(key.slice(key.lastIndexOf(':') + 1)),
    set: async (key, document) => {
      documents.set(key, document);
    },
    delete: async (key) => documents.delete(key),
  };
}
