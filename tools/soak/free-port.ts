import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems give to connections that go out (from 32768 on Linux): none of those takes it meanwhile. */
const LOWEST = 12_000;
const HIGHEST = 31_999;
/** Who was given one may not listen on it yet. */
const given = new Set<number>();

/** A port on loopback that nobody listens on now, and that nobody else here was given. */
export async function freePort(highest = HIGHEST): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (highest - LOWEST + 1));
    if (given.has(port)) continue;
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    given.add(port);
    return port;
  }
}
