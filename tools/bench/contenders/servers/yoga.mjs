import { createServer } from 'node:http';
import { DateTimeResolver, UUIDResolver } from 'graphql-scalars';
import { createSchema, createYoga } from 'graphql-yoga';
import { resolversOver, typeDefs } from './schema.mjs';

/** GraphQL Yoga as its documentation starts it, with the global fetch. */
async function call(path, authorization, body) {
  const response = await fetch(`${process.env.UPSTREAM_URL}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { ApiKey: 'bench', authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return response.json();
}

const yoga = createYoga({
  schema: createSchema({
    typeDefs,
    resolvers: { ...resolversOver(call), DateTime: DateTimeResolver, UUID: UUIDResolver },
  }),
  context: ({ request }) => ({ authorization: request.headers.get('authorization') }),
  logging: false,
});
createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1');
