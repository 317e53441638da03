import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { ParameterizedDocuments } from './parameterized-documents.js';

type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;

/** In characters of their texts: several hundred documents, of which each character takes an estimated 150 bytes when it is parsed. */
export const MAX_DOCUMENT_CHARACTERS = 128 * 1024;

/**
 * The documents that were found valid, until they are asked for again. Apollo Server's own store is for 30 MB of JSON, 150 MB in
 * memory, and writes each new document as JSON to know its size: clients that write their values into the document would
 * fill it with what nobody asks for twice.
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
