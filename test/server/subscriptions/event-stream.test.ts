import { once } from 'node:events';
import { createServer, get, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { BufferedBytes } from '../../../src/server/buffered-bytes.js';
import { EventStream } from '../../../src/server/subscriptions/event-stream.js';

let server: Server;
let raw: ServerResponse;
let stream: EventStream;
let errors: Error[];
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }, (answer) => answer.resume());
  [, raw] = (await once(server, 'request')) as [unknown, ServerResponse];
  errors = [];
  raw.on('error', (error) => errors.push(error));
  stream = new EventStream({ raw, getHeaders: () => ({}) } as unknown as FastifyReply, 1000);
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** What is written behind the end fails in the next tick. */
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('An event stream that is over, and whose client has not read all of it', () => {
  it.each([
    ['complete', () => stream.complete()],
    ['cut', () => stream.cut()],
  ])('is not written to any more where it is %s', async (_how, end) => {
    end();
    expect(stream.ping()).toBe(true);
    await stream.next('{}');
    await nextTurn();
    expect(errors).toEqual([]);
  });

  it('leaves nothing counted among what is not read, also once it is closed', async () => {
    const unread = new BufferedBytes(0);
    raw.destroy();
    await once(raw, 'close');
    await stream.nextOf(unread, '192.0.2.1', '{}');
    expect(unread.isFull).toBe(false);
  });
});
