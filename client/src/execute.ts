import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

/**
 * Sends a query or a mutation with whatever GraphQL client a frontend has, and answers its data; throws its errors. A
 * mutation is sent once: no retry of the client may repeat it.
 */
export type Execute = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
) => Promise<Data>;

/** Subscribes, and gives the data of each event until the signal ends it. */
export type Watch = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
) => AsyncIterable<Data>;
