import type { FastifyRequest } from 'fastify';
import { setParameters } from './address-parameters.js';

const PARAMETERS = ['operationName', 'variables', 'extensions'] as const;

/**
 * Removes empty parameters. An empty parameter in a URL counts as omitted (GraphQL over HTTP, "GET"), and some clients send `operationName:
 * ""` in a body.
 * @param parameters the URL's parameters; null if the operation is in the body
 */
export function leaveOutEmpty({ raw, body }: FastifyRequest, parameters: URLSearchParams | null): void {
  if (parameters === null) {
    if (typeof body === 'object' && body !== null && Reflect.get(body, 'operationName') === '')
      Reflect.deleteProperty(body, 'operationName');
    return;
  }
  const empty = PARAMETERS.filter((name) => parameters.get(name) === '');
  for (const name of empty) parameters.delete(name);
  if (empty.length > 0) setParameters(raw, parameters);
}
