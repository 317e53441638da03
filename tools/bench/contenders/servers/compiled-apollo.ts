import { createServer, type IncomingMessage } from 'node:http';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import fastify from 'fastify';
import { type DocumentNode, GraphQLError, type GraphQLUnionType } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { AnswersOfEqualBytes } from './equal-bytes.js';
import { callOverNodeFetch } from './node-fetch-call.js';
import { type Call, type Context, schema } from './type-graphql-schema.js';
import { callByDispatch, callOverUndici } from './undici-call.js';

/**
 * The first draft with one thing after the other taken out, as far as it goes with Apollo Server and type-graphql: without limits,
 * quota, retries, log or metrics. `ON`: fastify or node; `OVER`: node-fetch, undici or dispatch; `MEMO`: equal bytes of the
 * upstream give a caller the same answer again.
 */
const { ON, OVER = 'node-fetch', MEMO, PORT } = process.env;
const CALLS: Record<string, Call> = {
  'node-fetch': callOverNodeFetch,
  undici: callOverUndici,
  dispatch: callByDispatch,
};
const call = CALLS[OVER] ?? callOverNodeFetch;

// type-graphql's own is asynchronous, which compiled queries don't take.
(schema.getType('RequestActivationOtpResult') as GraphQLUnionType).resolveType = (result: object) =>
  '__typename' in result ? String(result.__typename) : undefined;

const compiled = new WeakMap<DocumentNode, CompiledQuery>();
const stringified = new WeakMap<object, CompiledQuery['stringify']>();

function compiledFor(document: DocumentNode): CompiledQuery {
  const known = compiled.get(document);
  if (known) return known;
  const fast = compileQuery(schema, document, undefined, { customJSONSerializer: ON === 'node' });
  // Its serializer knows none but GraphQL's own scalars.
  const made = isCompiledQuery(fast) ? fast : compileQuery(schema, document);
  if (!isCompiledQuery(made)) throw new GraphQLError('It can’t be compiled.');
  compiled.set(document, made);
  return made;
}

const apollo = new ApolloServer<Context>({
  gateway: {
    load: async () => ({
      executor: async ({ document, request, context }) => {
        const query = compiledFor(document);
        const result = (await query.query(undefined, context, request.variables ?? {})) as { data?: object };
        if (ON === 'node' && result.data) stringified.set(result.data, query.stringify);
        return result as never;
      },
    }),
    onSchemaLoadOrUpdate: (loaded) => {
      loaded({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  },
  stringifyResult: (result) => {
    const write = 'data' in result && result.data ? stringified.get(result.data) : undefined;
    return write ? write(result as never) : JSON.stringify(result);
  },
  plugins: [ApolloServerPluginCacheControlDisabled()],
});
await apollo.start();

async function answer(body: unknown, context: Context): Promise<string> {
  const answered = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      headers: new HeaderMap([['content-type', 'application/json']]),
      search: '',
      body,
    },
    context: async () => context,
  });
  return answered.body.kind === 'complete' ? answered.body.string : '';
}

const memo = MEMO ? new AnswersOfEqualBytes(answer) : null;

if (ON === 'fastify') {
  const app = fastify();
  app.post('/graphql', async ({ body, headers: { authorization } }, reply) => {
    reply.header('content-type', 'application/json; charset=utf-8');
    return answer(body, { authorization, call });
  });
  await app.listen({ port: Number(PORT), host: '127.0.0.1' });
} else {
  createServer(async (request, response) => {
    const text = await textOf(request);
    const { authorization } = request.headers;
    const body = await (memo?.answer(text, authorization) ??
      answer(JSON.parse(text), { authorization, call }));
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  }).listen(Number(PORT), '127.0.0.1');
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.once('end', () => resolve(text));
    request.once('error', reject);
  });
}
