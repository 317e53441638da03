import { spawnSync } from 'node:child_process';
import { Redis } from 'ioredis';
import { freePort } from '../../tools/soak/free-port.js';
import { RedisServer } from '../../tools/soak/redis-server.js';
import type { Certificate } from './certificate.js';
import { until } from './until.js';

/** So that what is 10,000 above is no port that systems give to connections that go out. */
const HIGHEST_PORT = 21_999;

/** A node speaks TLS with the others and, at two ports, with clients as they like. Its third port is 10,000 above. */
class ClusterNode extends RedisServer {
  private constructor(
    port: number,
    readonly tlsPort: number,
    more: readonly string[],
  ) {
    super(port, null, undefined, more);
  }

  static async start(folder: string, rule: string, certificate: Certificate): Promise<ClusterNode> {
    const port = await freePort(HIGHEST_PORT);
    const tlsPort = await freePort(HIGHEST_PORT);
    const node = new ClusterNode(port, tlsPort, [
      ...['--cluster-enabled', 'yes', '--cluster-node-timeout', '3000'],
      ...['--cluster-config-file', `nodes-${port}.conf`, '--dir', folder],
      ...tlsSettings(certificate, tlsPort).flatMap(([name, value]) => [`--${name}`, value]),
      ...['--tls-cluster', 'yes', '--tls-replication', 'yes'],
      ...['--user', ...rule.split(' ')],
    ]);
    await node.start();
    return node;
  }
}

/** A real cluster on loopback: three primaries with a replica each, whose certificate names `localhost` alone. */
export class RedisCluster {
  private constructor(
    readonly nodes: ClusterNode[],
    private readonly user: string,
  ) {}

  /** @param access `user:password` of a user of every node, and its rule as an ACL has it */
  static async start(
    folder: string,
    access: { user: string; rule: string },
    certificate: Certificate,
  ): Promise<RedisCluster> {
    const cluster = new RedisCluster([], access.user);
    try {
      const starting = [1, 2, 3, 4, 5, 6].map(async () => {
        cluster.nodes.push(await ClusterNode.start(folder, access.rule, certificate));
      });
      // All of them, so that none comes up after the others were ended.
      await Promise.allSettled(starting);
      await Promise.all(starting);
      const places = cluster.nodes.map(({ tlsPort }) => `127.0.0.1:${tlsPort}`);
      const tls = ['--tls', '--cacert', certificate.caFile];
      cli(...tls, '--cluster', 'create', ...places, '--cluster-replicas', '1', '--cluster-yes');
      await cluster.isWell();
      await cluster.tellName('localhost');
      return cluster;
    } catch (error) {
      // Left behind, they would keep the test's process from its end.
      await cluster.kill();
      throw error;
    }
  }

  get url(): string {
    return `redis+cluster://${this.user}@${this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  }

  get tlsUrl(): string {
    return `rediss+cluster://${this.user}@${this.nodes.map(({ tlsPort }) => `localhost:${tlsPort}`).join(',')}`;
  }

  /** Of one node that has none of this key’s slot, as a server of its own. */
  async urlOfAnother(key: string): Promise<string> {
    const owner = await this.ownerOf(key);
    const port = this.nodes.find((node) => node !== owner && node.isRunning)?.port;
    return `redis://${this.user}@127.0.0.1:${port}`;
  }

  /** Of every node that runs. */
  async everyNode(command: string, ...args: string[]): Promise<unknown[]> {
    const running = this.nodes.filter(({ isRunning }) => isRunning);
    return Promise.all(running.map((node) => this.ask(node, command, ...args)));
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

  /** Moves the slot of a key, and all that lies in it, to another primary, which takes writes of those who come by ASK before it is done. */
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
      await this.ask(from, 'migrate', '127.0.0.1', String(to.tlsPort), '', '0', '1000', 'keys', ...keys);
    }
    const before = await this.writesAt(to);
    await until(async () => (await this.writesAt(to)) !== before);
    for (const node of [to, from]) await this.ask(node, 'cluster', 'setslot', slot, 'node', String(toId));
  }

  async kill(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
  }

  /** Commands that scripts ran there: its keys come by another one. */
  private async writesAt(node: ClusterNode): Promise<string> {
    const stats = String(await this.ask(node, 'info', 'commandstats'));
    return /^cmdstat_set:calls=(\d+)/m.exec(stats)?.[1] ?? '0';
  }

  /** The nodes are found by this name from now on. */
  private async tellName(name: string): Promise<void> {
    await this.everyNode('config', 'set', 'cluster-announce-hostname', name);
    await this.everyNode('config', 'set', 'cluster-preferred-endpoint-type', 'hostname');
    for (const node of this.nodes)
      await until(
        async () =>
          JSON.stringify(await this.ask(node, 'cluster', 'slots')).split(`"${name}"`).length >
          this.nodes.length,
      );
  }

  private living(): ClusterNode {
    const node = this.nodes.find(({ isRunning }) => isRunning);
    if (!node) throw new Error('No node is left.');
    return node;
  }

  private async isWell(): Promise<void> {
    for (const node of this.nodes)
      await until(async () => String(await this.ask(node, 'cluster', 'info')).includes('cluster_state:ok'));
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

/** Of a server that takes TLS at this port, as its settings are called. */
export const tlsSettings = ({ chain, key, caFile }: Certificate, port: number): [string, string][] => [
  ['tls-cert-file', chain],
  ['tls-key-file', key],
  ['tls-ca-cert-file', caFile],
  ['tls-auth-clients', 'no'],
  ['tls-port', String(port)],
];

function cli(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync('redis-cli', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`redis-cli ${args.join(' ')}: ${stdout}${stderr}`);
}
