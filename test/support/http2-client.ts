import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
} from 'node:http2';
import { type LiveSubscription, type Seen, STATUS_CHANGES, watched } from './live-client.js';

/** One connection of HTTP/2 over TLS, as a browser has one for all that it asks. */
export class Http2Client {
  private constructor(private readonly session: ClientHttp2Session) {
    session.on('error', () => undefined);
  }

  /** Fails where the other side chooses HTTP/1.1, or has a certificate of another CA. */
  static async connect(url: string, ca: string): Promise<Http2Client> {
    const session = connect(url, { ca });
    await once(session, 'connect');
    // Also for `remoteSettings`, which tell of RFC 8441.
    if (session.pendingSettingsAck || Object.keys(session.remoteSettings).length === 0)
      await once(session, 'remoteSettings');
    return new Http2Client(session);
  }

  /** Whether WebSockets may go over this connection (RFC 8441). */
  get takesWebSockets(): boolean {
    return this.session.remoteSettings.enableConnectProtocol === true;
  }

  async post(
    path: string,
    body: string,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<{ status: number; text: string; head: IncomingHttpHeaders }> {
    const stream = this.session.request(
      { ':method': 'POST', ':path': path, 'content-type': 'application/json', ...headers },
      { ...(signal && { signal }) },
    );
    stream.end(body);
    const [head] = await once(stream, 'response');
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return { status: Number(head[':status']), text, head };
  }

  /** Over server-sent events, in distinct connections mode. */
  subscribeBySse(token: string, variables: object): LiveSubscription {
    const stream = this.session.request({
      ...{ ':method': 'POST', ':path': '/graphql/stream', 'content-type': 'application/json' },
      ...{ accept: 'text/event-stream', authorization: `Bearer ${token}` },
    });
    stream.end(JSON.stringify({ query: STATUS_CHANGES, variables }));
    const events: Seen[] = [];
    let text = '';
    stream.on('data', (chunk) => {
      text += String(chunk);
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, data] = /^event: next\ndata: (.*)$/m.exec(block) ?? [];
        if (data) events.push(JSON.parse(data));
      }
    });
    return ofStream(stream, events);
  }

  /** Over a WebSocket in a stream of this connection. */
  subscribeByWebSocket(token: string, variables: object): LiveSubscription {
    const stream = this.session.request(
      {
        ...{ ':method': 'CONNECT', ':protocol': 'websocket', ':path': '/graphql' },
        ...{ 'sec-websocket-version': '13', 'sec-websocket-protocol': 'graphql-transport-ws' },
      },
      { endStream: false },
    );
    const say = (message: object) => stream.write(frame(TEXT, Buffer.from(JSON.stringify(message))));
    const events: Seen[] = [];
    stream.on('response', ({ ':status': status }) => {
      if (status !== 200) return stream.close();
      say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    });
    readTextFrames(stream, (text) => {
      const { type, payload } = JSON.parse(text);
      if (type === 'connection_ack')
        say({ type: 'subscribe', id: '1', payload: { query: STATUS_CHANGES, variables } });
      if (type === 'ping') say({ type: 'pong' });
      if (type === 'next') events.push(payload);
    });
    return ofStream(stream, events);
  }

  close(): void {
    this.session.destroy();
  }
}

function ofStream(stream: ClientHttp2Stream, events: Seen[]): LiveSubscription {
  let end: unknown = null;
  stream.on('error', (error) => {
    end = error;
  });
  stream.on('close', () => {
    end ??= 'complete';
  });
  return watched(
    events,
    () => end,
    async () => stream.close(),
  );
}

const [TEXT, PING, PONG] = [1, 9, 10];

/** RFC 6455, 5.2, as a client sends it, under a mask of zeros. */
function frame(opcode: number, payload: Buffer): Buffer {
  const head =
    payload.length < 126
      ? [0x80 | opcode, 0x80 | payload.length]
      : [0x80 | opcode, 0xfe, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]);
}

/** As a server sends them; frames of more than 64 kB are none of the gateway's. Pings are answered. */
function readTextFrames(stream: ClientHttp2Stream, onText: (text: string) => void): void {
  let bytes = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const short = (bytes[1] ?? 0) & 0x7f;
      const headLength = short === 126 ? 4 : 2;
      if (bytes.length < headLength) return;
      const end = headLength + (short === 126 ? bytes.readUInt16BE(2) : short);
      if (bytes.length < end) return;
      const opcode = (bytes[0] ?? 0) & 15;
      if (opcode === TEXT) onText(bytes.toString('utf8', headLength, end));
      if (opcode === PING) stream.write(frame(PONG, bytes.subarray(headLength, end)));
      bytes = bytes.subarray(end);
    }
  });
}
