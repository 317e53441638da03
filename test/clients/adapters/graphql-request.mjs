import { ClientError, GraphQLClient } from 'graphql-request';
import { OPERATIONS } from '../operations.mjs';
import { faultsOf } from './faults.mjs';

export const client = {
  title: 'graphql-request',
  packages: ['graphql-request'],
  caches: false,
  notes: [
    'With `errorPolicy: "all"` you get the rest of an answer that has an error. No subscriptions: add `graphql-ws` or `graphql-sse`.',
  ],
};

export function open({ url, token, textOf = (text) => text }) {
  const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});
  // set-up
  const gateway = new GraphQLClient(url, { headers: bearer, errorPolicy: 'all' });
  // end
  return {
    async run(name, variables, { signal } = {}) {
      try {
        const { data, errors } = await gateway.rawRequest({
          query: textOf(OPERATIONS[name].text),
          variables,
          signal,
        });
        return { data, faults: faultsOf(errors) };
      } catch (error) {
        const errors = error instanceof ClientError ? error.response.errors : null;
        return { data: null, faults: errors ? faultsOf(errors) : [{ code: error.name }] };
      }
    },
    close() {},
  };
}
