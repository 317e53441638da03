import { initGraphQLTada } from 'gql.tada';
import { print } from 'graphql';
import { open as openRequest } from './graphql-request.mjs';

export const client = {
  title: 'gql.tada, with graphql-request',
  packages: ['gql.tada', 'graphql-request'],
  caches: false,
  notes: ['It provides only types; another client sends the requests.'],
};

export function open(options) {
  // set-up
  const graphql = initGraphQLTada();
  // end
  return openRequest({ ...options, textOf: (text) => print(graphql(text)) });
}
