import type { FastifyRequest } from 'fastify';
import { setParameters } from './address-parameters.js';

const PARAMETERS = ['operationName', 'variables', 'extensions'] as const;

/**
 * What is empty in an address counts as left out (GraphQL over HTTP, "GET"); some clients send `operationName: ""` in a body too.
 * @param parameters of the address; null where the operation is in the body
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
