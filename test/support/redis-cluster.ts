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

  /** Of one node, as a server of its own. */
  urlOf({ port }: { port: number }): string {
    return `redis://${this.user}@127.0.0.1:${port}`;
  }

  /** Of one node that has none of this key’s slot. */
  async urlOfAnother(key: string): Promise<string> {
    const owner = await this.ownerOf(key);
    return this.urlOf(this.nodes.find((node) => node !== owner && node.isRunning) ?? owner);
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

  /** A node at which somebody listens leaves the cluster, as `redis-cli --cluster del-node` has it do, and runs on. Answers how it comes back. */
  async partWithListenedTo(): Promise<() => Promise<void>> {
    const node = await this.listenedTo();
    const id = String(await this.ask(node, 'cluster', 'myid'));
    const others = this.nodes.filter((other) => other !== node && other.isRunning);
    if ((await this.placeOf(id)).isPrimary) {
      const replica = await this.replicaOf(id);
      await this.ask(replica, 'cluster', 'failover');
      await until(async () => !(await this.placeOf(id)).isPrimary);
    }
    const { primary } = await this.placeOf(id);
    // A new id: by its old one the others would not have it back for a minute.
    await this.ask(node, 'cluster', 'reset', 'hard');
    for (const other of others) await this.ask(other, 'cluster', 'forget', id);
    const newId = String(await this.ask(node, 'cluster', 'myid'));
    return async () => {
      const port = String(others[0]?.tlsPort);
      await this.ask(node, 'cluster', 'meet', '127.0.0.1', port);
      await until(async () => (await this.lines(node)).some((line) => line.startsWith(primary)));
      await this.ask(node, 'cluster', 'replicate', primary);
      for (const other of others)
        await until(async () =>
          (await this.lines(other)).some((line) => line.startsWith(newId) && line.includes('slave')),
        );
      await this.isWell();
    };
  }

  async kill(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
  }

  private async listenedTo(): Promise<ClusterNode> {
    for (const node of this.nodes)
      if (String(await this.ask(node, 'client', 'list', 'type', 'pubsub')).includes('addr=')) return node;
    throw new Error('Nobody listens.');
  }

  /** What a node knows of each of them, a line each. */
  private async lines(node: ClusterNode): Promise<string[]> {
    return String(await this.ask(node, 'cluster', 'nodes')).split('\n');
  }

  /** Whether it is a primary, and whose replica it is otherwise, as all of the others have it. */
  private async placeOf(id: string): Promise<{ isPrimary: boolean; primary: string }> {
    const running = this.nodes.filter(({ isRunning }) => isRunning);
    const told = await Promise.all(running.map((node) => this.lines(node)));
    const fields = told.map((lines) => lines.find((line) => line.startsWith(id))?.split(' ') ?? []);
    const primary = fields[0]?.[3] ?? '-';
    return { isPrimary: primary === '-' || fields.some((each) => each[3] !== primary), primary };
  }

  private async replicaOf(id: string): Promise<ClusterNode> {
    for (const node of this.nodes)
      if (node.isRunning && (await this.lines(node)).some((line) => line.includes(`myself,slave ${id}`)))
        return node;
    throw new Error('It has no replica.');
  }

  /** Commands that scripts ran there: its keys come by another one. */
  private async writesAt(node: ClusterNode): Promise<string> {
    const stats = String(await this.ask(node, 'info', 'commandstats'));
    return /^cmdstat_set:calls=(\d+)/m.exec(stats)?.[1] ?? '0';
  }

  /** The nodes are found by this name from now on; null: where their clients have found them. */
  async tellName(name: string | null): Promise<void> {
    if (name === null) {
      await this.everyNode('config', 'set', 'cluster-preferred-endpoint-type', 'unknown-endpoint');
      return;
    }
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
