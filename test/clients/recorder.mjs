import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';

/**
 * Stands between a client and the gateway and passes all on: it knows what went over the wire, whatever the client says.
 * @returns its URL; `requests`, each with method, path, headers, body and `aborted`; `hold()`, which keeps requests back until `release()`
 */
export async function startRecorder(gatewayUrl) {
  const { hostname, port } = new URL(gatewayUrl);
  const requests = [];
  const sockets = new Set();
  let held = null;
  const server = http.createServer(async (request, response) => {
    const entry = { method: request.method, path: request.url, headers: request.headers, aborted: false };
    requests.push(entry);
    server.emit('recorded', entry);
    response.on('close', () => {
      entry.aborted = !response.writableFinished;
      server.emit('ended', entry);
    });
    const body = await request.toArray().catch(() => null);
    entry.body = String(body);
    if (held) await held.promise;
    if (body === null || response.destroyed) return;
    const { method, url: path, headers } = request;
    const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    onward.end(Buffer.concat(body));
  });
  server.on('upgrade', (request, client, head) => {
    requests.push({ method: 'UPGRADE', path: request.url, headers: request.headers, aborted: false });
    const gateway = connect(port, hostname, () => {
      const headers = request.rawHeaders
        .map((part, index) => part + (index % 2 === 0 ? ': ' : '\r\n'))
        .join('');
      gateway.write(`GET ${request.url} HTTP/1.1\r\n${headers}\r\n`);
      gateway.write(head);
      gateway.pipe(client).pipe(gateway);
    });
    for (const socket of [client, gateway]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        gateway.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    gatewayUrl,
    requests,
    next: async (event) => (await once(server, event, { signal: AbortSignal.timeout(30_000) }))[0],
    hold() {
      let resolve;
      held = { promise: new Promise((resolved) => (resolve = resolved)), resolve: () => resolve() };
    },
    release() {
      held?.resolve();
      held = null;
    },
    close() {
      server.close();
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
    },
  };
}
