import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../tools/soak/free-port.js';
import { RedisServer } from '../../tools/soak/redis-server.js';

/** A node of a cluster has a second port, 10,000 above its own. */
class ClusterNode extends RedisServer {
  static async start(folder: string, rule: string): Promise<ClusterNode> {
    let port = await freePort();
    while (port > 50_000) port = await freePort();
    const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000'];
    const files = ['--cluster-config-file', `nodes-${port}.conf`, '--dir', folder];
    const node = new ClusterNode(port, null, undefined, [
      ...settings,
      ...files,
      '--user',
      ...rule.split(' '),
    ]);
    await node.start();
    return node;
  }
}

/** A real cluster on loopback: three primaries with a replica each. */
export class RedisCluster {
  private constructor(
    private readonly nodes: ClusterNode[],
    private readonly user: string,
  ) {}

  /** @param access `user:password` of a user of every node, and its rule as an ACL has it */
  static async start(folder: string, access: { user: string; rule: string }): Promise<RedisCluster> {
    const nodes = await Promise.all([1, 2, 3, 4, 5, 6].map(() => ClusterNode.start(folder, access.rule)));
    const cluster = new RedisCluster(nodes, access.user);
    const places = nodes.map(({ port }) => `127.0.0.1:${port}`);
    cli('--cluster', 'create', ...places, '--cluster-replicas', '1', '--cluster-yes');
    await cluster.isWell();
    return cluster;
  }

  get url(): string {
    return `redis+cluster://${this.user}@${this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  }

  /** The node that has this key’s slot now. */
  async ownerOf(key: string): Promise<ClusterNode> {
    const slot = Number(await this.ask(this.living(), 'cluster', 'keyslot', key));
    const ranges = (await this.ask(this.living(), 'cluster', 'slots')) as [
      number,
      number,
      [string, number],
    ][];
    const port = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2][1];
    return this.nodes.find((node) => node.port === port) ?? this.living();
  }

  /** Moves the slot of a key, and all that lies in it, to another primary while it is in use. */
  async moveSlotOf(key: string): Promise<void> {
    const slot = String(await this.ask(this.living(), 'cluster', 'keyslot', key));
    const from = await this.ownerOf(key);
    const ranges = (await this.ask(from, 'cluster', 'slots')) as [number, number, [string, number]][];
    const port = ranges.map(([, , [, of]]) => of).find((of) => of !== from.port);
    const to = this.nodes.find((node) => node.port === port) ?? from;
    const [fromId, toId] = [await this.ask(from, 'cluster', 'myid'), await this.ask(to, 'cluster', 'myid')];
    await this.ask(to, 'cluster', 'setslot', slot, 'importing', String(fromId));
    await this.ask(from, 'cluster', 'setslot', slot, 'migrating', String(toId));
    for (;;) {
      const keys = (await this.ask(from, 'cluster', 'getkeysinslot', slot, '10')) as string[];
      if (keys.length === 0) break;
      await this.ask(from, 'migrate', '127.0.0.1', String(to.port), '', '0', '1000', 'keys', ...keys);
    }
    for (const node of [to, from]) await this.ask(node, 'cluster', 'setslot', slot, 'node', String(toId));
  }

  async kill(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
  }

  private living(): ClusterNode {
    const node = this.nodes.find(({ isRunning }) => isRunning);
    if (!node) throw new Error('No node is left.');
    return node;
  }

  private async isWell(): Promise<void> {
    for (const node of this.nodes)
      while (!String(await this.ask(node, 'cluster', 'info')).includes('cluster_state:ok')) await pause(50);
  }

  private async ask(node: ClusterNode, command: string, ...args: string[]): Promise<unknown> {
    const client = new Redis(node.url);
    try {
      return await client.call(command, ...args);
    } finally {
      client.disconnect();
    }
  }
}

function cli(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync('redis-cli', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`redis-cli ${args.join(' ')}: ${stdout}${stderr}`);
}
