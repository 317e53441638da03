import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { expect, it } from '@jest/globals';
import { BoundedBody } from '../../../src/vlens/http/bounded-body.js';

const MAX_PAUSE_MS = 40;

/** Nothing of this thread goes on meanwhile, as on a machine that is paused. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

async function passedOn(send: (socket: Socket) => void): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [socket] = (await once(server, 'connection')) as [Socket];
  const body = client.pipe(new BoundedBody({ maxBytes: 100, maxPauseMs: MAX_PAUSE_MS }));
  let text = '';
  let isFirst = true;
  body.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (isFirst) send(socket);
    isFirst = false;
  });
  socket.write('first ');
  await finished(body).catch(({ message }: Error) => {
    text += message;
  });
  client.destroy();
  socket.destroy();
  server.close();
  return text;
}

it('ends a body that comes to a stop', async () => {
  expect(await passedOn(() => {})).toBe('first The body came to a stop.');
});

it('ends none of which more has come while this process stood still', async () => {
  expect(
    await passedOn((socket) => {
      socket.end('second');
      standStill(5 * MAX_PAUSE_MS);
    }),
  ).toBe('first second');
});

it('ends a body that grows too large', async () => {
  expect(await passedOn((socket) => socket.end('x'.repeat(101)))).toBe('first The body is too large.');
});
