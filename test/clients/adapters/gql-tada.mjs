import { initGraphQLTada } from 'gql.tada';
import { print } from 'graphql';
import { open as openRequest } from './graphql-request.mjs';

export const client = {
  title: 'gql.tada, with graphql-request',
  packages: ['gql.tada', 'graphql-request'],
  caches: false,
  notes: ['Types alone: what sends is another client.'],
};

export function open(options) {
  // set-up
  const graphql = initGraphQLTada();
  // end
  return openRequest({ ...options, textOf: (text) => print(graphql(text)) });
}
