import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NodeFetchTransport } from '../../src/vlens/transports/node-fetch.js';
import { TRANSPORTS } from '../../src/vlens/transports/open-transport.js';
import { UndiciTransport } from '../../src/vlens/transports/undici.js';

const OVER = { 'node-fetch': NodeFetchTransport, undici: UndiciTransport };
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const answer = (body: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

describe.each(TRANSPORTS)('Over %s, an interim answer that nobody asked for', (name) => {
  let server: Server;
  let url: string;
  let writes: string[];
  let transport: NodeFetchTransport | UndiciTransport;
  beforeEach(async () => {
    transport = new OVER[name]();
    server = createServer((socket) => socket.on('data', () => void writeAll(socket)).on('error', () => {}));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  });
  afterEach(async () => {
    transport.close();
    server.close();
    await once(server, 'close');
  });

  async function writeAll(socket: Socket) {
    socket.setNoDelay(true);
    for (const text of writes) {
      socket.write(text);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function send(method: 'GET' | 'POST' = 'POST') {
    const { signal } = new AbortController();
    const body = method === 'POST' ? { body: '{}' } : {};
    const response = await transport.send({ method, url, headers: {}, signal, ...body });
    const bytes = await response.bytes(1000, () => new Error('Too many.'));
    return [response.status, bytes.toString()];
  }

  it.each<[string, string[]]>([
    ['by itself', [CONTINUE, answer('taken')]],
    ['together with the answer', [CONTINUE + answer('taken')]],
    ['twice', [CONTINUE, CONTINUE + answer('taken')]],
    ['with headers', ['HTTP/1.1 100 Continue\r\nServer: any\r\n\r\n', answer('taken')]],
    ['in pieces', ['HTTP', '/1.1 10', '0 Continue\r\n', '\r', `\n${answer('taken')}`]],
    ['that is none: an answer in pieces', ['HTTP/', '1.1 200', ' OK\r\nContent-Length: 5\r\n\r\nta', 'ken']],
    ['as early hints', ['HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', answer('taken')]],
  ])('is skipped %s', async (_, sent) => {
    writes = sent;
    expect(await send()).toEqual([200, 'taken']);
    expect(await send('GET')).toEqual([200, 'taken']);
  });

  it('is not found in a body', async () => {
    const [head, body] = ['HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n', `${CONTINUE}12345`];
    writes = [head, body];
    expect(await send()).toEqual([200, body]);
    expect(await send()).toEqual([200, body]);
  });
});
