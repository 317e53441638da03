import fetch from 'node-fetch';
import type { Call, Envelope } from './type-graphql-schema.js';

/** As one writes it first. */
export const callOverNodeFetch: Call = async (path, authorization, body) => {
  const response = await fetch(`${process.env.UPSTREAM_URL}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      ApiKey: 'bench',
      Authorization: authorization ?? '',
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await response.json()) as Envelope;
};
