import type { FastifyRequest } from 'fastify';

const PARAMETERS = ['operationName', 'variables', 'extensions'] as const;

/** What is empty in an address counts as left out (GraphQL over HTTP, "GET"); some clients send `operationName: ""` in a body too. */
export function leaveOutEmpty({ method, raw, body, query }: FastifyRequest): void {
  if (method !== 'GET') {
    if (typeof body === 'object' && body !== null && Reflect.get(body, 'operationName') === '')
      Reflect.deleteProperty(body, 'operationName');
    return;
  }
  const empty = PARAMETERS.filter(
    (name) => typeof query === 'object' && query && Reflect.get(query, name) === '',
  );
  if (empty.length > 0)
    changeSearch(raw, (search) => {
      for (const name of empty) search.delete(name);
    });
}

/** Changes the parameters in the address of a request, before anybody else reads it. */
export function changeSearch(raw: FastifyRequest['raw'], change: (search: URLSearchParams) => void): void {
  const [path = '', sent] = (raw.url ?? '').split('?', 2);
  const search = new URLSearchParams(sent);
  change(search);
  raw.url = `${path}?${search}`;
}
