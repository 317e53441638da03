import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NodeFetchTransport } from '../../src/vlens/transports/node-fetch.js';
import { TRANSPORTS } from '../../src/vlens/transports/open-transport.js';
import { UndiciTransport } from '../../src/vlens/transports/undici.js';
import { until } from '../support/until.js';

const OVER = { 'node-fetch': NodeFetchTransport, undici: UndiciTransport };
const answer = (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const SURPLUS = answer('of somebody else');

describe.each(TRANSPORTS)('Over %s, an answer that nobody asked for', (name) => {
  let server: Server;
  let url: string;
  let sockets: Socket[];
  let surplusBehind: string;
  let transport: NodeFetchTransport | UndiciTransport;
  beforeEach(async () => {
    transport = new OVER[name]();
    sockets = [];
    surplusBehind = '';
    let answers = 0;
    server = createServer((socket) => {
      sockets.push(socket.setNoDelay(true).on('error', () => {}));
      socket.on('data', () => {
        answers += 1;
        socket.write(answer(`answer ${answers}`) + (answers === 1 ? surplusBehind : ''));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  });
  afterEach(async () => {
    transport.close();
    server.close();
    await once(server, 'close');
  });

  async function send(method: string) {
    const { signal } = new AbortController();
    const step = { method: 'POST', body: '{}', isSentOnce: true, onSending: () => {} } as const;
    const request = { url, headers: {}, signal };
    const response = await transport.send(
      method === 'a step' ? { ...request, ...step } : { ...request, method: 'GET' },
    );
    return (await response.bytes(1000, () => new Error('Too many.'))).toString();
  }
  /** The connection of the first call waits for the next one, and what has arrived there is read. */
  const idle = () => new Promise((resolve) => setTimeout(resolve, 10));

  describe.each(['a read', 'a step'])('is not taken for the answer to %s', (method) => {
    it('that comes while the connection is idle: it is closed', async () => {
      expect(await send(method)).toBe('answer 1');
      sockets[0]?.write(SURPLUS);
      await idle();
      expect(await send(method)).toBe('answer 2');
      expect(await send(method)).toBe('answer 3');
      await until(() => sockets[0]?.destroyed === true);
    });

    it.each([
      ['a whole one', SURPLUS],
      ['two', SURPLUS + SURPLUS],
      ['a part of one', SURPLUS.slice(0, 20)],
    ])('that comes after it: %s, together with the answer before', async (_what, surplus) => {
      surplusBehind = surplus;
      for (let number = 1; number < 4; number += 1) {
        expect(await send(method)).toBe(`answer ${number}`);
        await idle();
      }
    });
  });

  it('closes an idle connection', async () => {
    await send('a read');
    await idle();
    sockets[0]?.write(SURPLUS.slice(0, 20));
    await until(() => sockets[0]?.destroyed === true);
    expect(await send('a read')).toBe('answer 2');
  });

  it('is what closes it: without one, the connection is kept', async () => {
    for (let number = 1; number < 4; number += 1) {
      expect(await send('a read')).toBe(`answer ${number}`);
      await idle();
    }
    expect(sockets).toHaveLength(1);
  });
});
