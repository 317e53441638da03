import { faultsOf } from './faults.mjs';

/** One operation with one answer, over a client of graphql-ws or graphql-sse. */
export function runOver(client, query, variables, { signal } = {}) {
  return new Promise((resolve) => {
    let answer = { data: null, faults: [{ code: 'no answer' }] };
    const stop = watchOver(client, query, variables, {
      next: (next) => (answer = next),
      complete: () => resolve(answer),
    });
    signal?.addEventListener('abort', stop);
  });
}

/** Calls `next` with each answer, and `complete` at the end, also after an error. */
export function watchOver(client, query, variables, { next, complete }) {
  return client.subscribe(
    { query, variables },
    {
      next: ({ data, errors }) => next({ data, faults: faultsOf(errors) }),
      error(error) {
        next({
          data: null,
          faults: Array.isArray(error) ? faultsOf(error) : [{ code: codeOfFailure(error) }],
        });
        complete?.();
      },
      complete: () => complete?.(),
    },
  );
}

function codeOfFailure(error) {
  if (typeof error.code === 'number') return `closed ${error.code}`;
  return error.response ? `HTTP ${error.response.status}` : error.name;
}
