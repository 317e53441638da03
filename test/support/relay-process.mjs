// Passes on to a port of loopback whatever comes in: which one, it is told; its own, it tells.
import { connect, createServer } from 'node:net';

let target = 0;
const sockets = new Set();
const server = createServer((client) => {
  const upstream = connect(target, '127.0.0.1');
  for (const [from, to] of [
    [client, upstream],
    [upstream, client],
  ]) {
    sockets.add(from);
    from.pipe(to);
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  }
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('message', (port) => {
  target = port;
  for (const socket of sockets) socket.destroy();
});
process.on('disconnect', () => process.exit());
