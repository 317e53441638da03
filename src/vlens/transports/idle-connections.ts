import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Resolves after this many turns of the event loop. After one that began in a callback of I/O, what arrived meanwhile on idle connections is
 * not read yet.
 */
export async function turnsOfEventLoop(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** In the first turn what has arrived is read, in the second a connection with a surplus is destroyed, and in the third it leaves the pool. */
const TURNS_UNTIL_CHECKED = 3;

/**
 * Has an agent close each idle connection on which something arrives. No request is open there, so it would be taken for the answer to the
 * next one, which may be another caller's, and every later answer on that connection would be one too late. node:http ignores it.
 */
export function closeOnSurplus<A extends Agent>(agent: A): A {
  const { keepSocketAlive, reuseSocket } = agent;
  const close = function (this: Duplex) {
    this.destroy();
  };
  agent.keepSocketAlive = function (this: Agent, socket) {
    socket.on('data', close);
    return keepSocketAlive.call(this, socket);
  };
  agent.reuseSocket = function (this: Agent, socket, request) {
    socket.off('data', close);
    reuseSocket.call(this, socket, request);
  };
  return agent;
}

/** Resolves when what has already arrived on the idle connections of an agent is read. At once if there are none. */
export async function idleConnectionsChecked({ freeSockets }: Agent): Promise<void> {
  const hasIdle = Object.values(freeSockets).some((sockets) => sockets && sockets.length > 0);
  if (hasIdle) await turnsOfEventLoop(TURNS_UNTIL_CHECKED);
}
