import { GatewayErrors, NoGraphQL } from '@vlens-gateway/client';

const GRAPHQL = '/graphql';

/** Sends an operation once, as a text, and answers its data; throws what `readFault` reads. */
export async function ask<Data>(
  query: string,
  variables: object,
  token: string | null = null,
): Promise<Data> {
  const operationName = /(?:query|mutation) (\w+)/.exec(query)?.[1];
  const response = await fetch(GRAPHQL, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      'content-type': 'application/json',
      // Of the page, which need not be the browser's.
      'accept-language': document.documentElement.lang,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ operationName, query: query.replace(/\s+/g, ' '), variables }),
  });
  // Throws by itself where it is cut on its way: the connection's fault, and nobody else's.
  const body = parsed<Data>(await response.text());
  if (body?.errors?.length) throw new GatewayErrors(body.errors, body.data);
  if (!body?.data) throw new NoGraphQL(GRAPHQL, response.status);
  return body.data;
}

function parsed<Data>(text: string): Body<Data> | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

interface Body<Data> {
  data?: Data;
  errors?: ConstructorParameters<typeof GatewayErrors>[0];
}
