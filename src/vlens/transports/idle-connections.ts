import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';

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
