import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { changedRequest, typeDefs, vlens } from './vlens.mjs';

/** graphql-ws over ws and graphql-js as their documentation starts them: subscriptions, and nothing besides. */
const changes = new EventEmitter().setMaxListeners(0);
const schema = buildSchema(typeDefs);
const field = schema.getSubscriptionType().getFields().businessRequestStatusChanged;
field.subscribe = async function* (_, { requestId }, { authorization }) {
  const own = on(changes, requestId);
  yield await vlens.status(authorization, requestId);
  for await (const _change of own) yield await vlens.status(authorization, requestId);
};
field.resolve = (request) => request;

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.url !== '/webhooks/vlens') return response.end('{"data":{}}');
  const id = changedRequest(Buffer.concat(chunks), request.headers['abp-webhook-signature']);
  if (id) changes.emit(id, id);
  response.writeHead(id ? 200 : 401).end();
});
useServer(
  { schema, context: ({ connectionParams }) => ({ authorization: connectionParams?.Authorization }) },
  new WebSocketServer({ server, path: '/graphql' }),
);
server.listen(Number(process.env.PORT), '127.0.0.1');
