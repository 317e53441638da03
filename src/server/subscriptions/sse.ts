import { once } from 'node:events';
import type { FastifyInstance, FastifyReply, preHandlerHookHandler } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { STREAM_PATH } from '../http-errors.js';
import { lastResult } from '../shutdown/last-word.js';
import type { StreamParts } from './stream-parts.js';
import type { SentOperation } from './streamed-operations.js';
import { StreamedRequest } from './streamed-request.js';

/** `POST /graphql/stream`: one operation for each connection, as graphql-sse's distinct connections mode has it. */
export function serverSentEvents<Context extends object>(
  server: FastifyInstance,
  parts: StreamParts<Context>,
  preHandler: preHandlerHookHandler,
): void {
  const { operations, contextFor, longestBacklogMs, loadShedder, shutdown } = parts;
  const performs = new WeakMap<object, () => ReturnType<typeof operations.execute>>();
  const streams = new WeakMap<FastifyReply, StreamedRequest>();
  const handler = createHandler({
    // Without a token every operation has a connection of its own; streams to be reserved are not offered.
    authenticate: () => null,
    onSubscribe({ raw, context: { reply } }, sent) {
      const streamed = new StreamedRequest(parts, raw, 'sse');
      streams.set(reply, streamed);
      reply.raw.once('close', () => streamed.end());
      const context = contextFor(raw.headers.authorization, streamed.current, raw);
      const operation = sent as SentOperation;
      const prepared = operations.prepare(operation, streamed.current, context);
      if ('errors' in prepared) return { data: null, errors: prepared.errors as never };
      const { current } = streamed;
      if (prepared.isSubscription) {
        loadShedder.releaseSubscription(reply);
        closeOnShutdown(reply);
      }
      performs.set(prepared.args, () =>
        shutdown.operations.hold<ExecutionResult>(operations.execute(operation, context), () =>
          lastResult(current),
        ),
      );
      // The library's context is an open record; ours is passed through it untouched.
      return prepared.args as never;
    },
    execute: (args) => performs.get(args)?.() ?? Promise.reject(new Error('Nothing was prepared.')),
    async onNext(_context, { context: { reply } }, result) {
      await caughtUp(reply, longestBacklogMs);
      const streamed = streams.get(reply);
      return streamed
        ? streamed.sent(operations.told(result as ExecutionResult, streamed.current))
        : undefined;
    },
  });
  // Ended without `complete`, so that its client subscribes again.
  const closeOnShutdown = ({ raw }: FastifyReply) =>
    raw.once('close', shutdown.streams.add({ isIdle: () => true, close: () => raw.end() }));
  server.post(STREAM_PATH, { preHandler }, async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no').hijack();
    // Nothing but streams is served here, and the library wants to be asked for exactly that.
    request.headers.accept = 'text/event-stream';
    try {
      await handler(request, reply);
    } catch {
      // The client has left, or was let go.
      reply.raw.destroy();
    }
  });
}

/** graphql-sse would queue events for a reader who does not read: the next one waits here until there is room. */
async function caughtUp({ raw }: FastifyReply, longestBacklogMs: number): Promise<void> {
  if (!raw.writableNeedDrain) return;
  const tooLate = setTimeout(() => raw.destroy(), longestBacklogMs);
  await Promise.race([once(raw, 'drain'), once(raw, 'close')]);
  clearTimeout(tooLate);
}
