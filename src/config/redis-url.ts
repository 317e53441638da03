/** How Redis is reached, by the scheme of REDIS_URL. */
export type RedisKind = 'server' | 'sentinel' | 'cluster';

/** Where Redis is, and who asks. */
export interface RedisTarget {
  kind: RedisKind;
  /** Of the server, the sentinels, or some of the cluster's nodes. */
  hosts: { host: string; port: number }[];
  /** The name of the master that the sentinels watch. */
  master?: string;
  /** Of every Redis behind it. */
  access: { username?: string; password?: string; db?: number; tls?: { ca?: string } };
}

const ADDRESS =
  /^(redis|rediss)(?:\+(sentinel|cluster))?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^@/?#]*)(?:\/([^?#]*))?(?:[?#].*)?$/;
const HOST = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/i;
const DEFAULT_PORTS = { server: 6379, sentinel: 26379, cluster: 6379 };

/** Whether `redisTarget` can read it. */
export function isRedisUrl(text: string): boolean {
  try {
    redisTarget(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads REDIS_URL: `redis://`, `redis+sentinel://host,host/master` or `redis+cluster://host,host`; `rediss` for TLS. ioredis takes
 * options from an address's parameters and prefers them to those in code, so that `?commandTimeout=0` would switch off a bound of
 * this product: parameters are left out.
 */
export function redisTarget(text: string): RedisTarget {
  const [, scheme, named, username, password, places = '', path = ''] = ADDRESS.exec(text) ?? unreadable();
  const kind = (named ?? 'server') as RedisKind;
  const hosts = (places || 'localhost').split(',').map((place) => {
    const [, inBrackets, plain, port] = HOST.exec(place.trim()) ?? unreadable();
    return { host: inBrackets ?? plain ?? '', port: portOf(port ?? DEFAULT_PORTS[kind]) };
  });
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  const master = kind === 'sentinel' ? (parts.shift() ?? unreadable()) : undefined;
  const [db, ...rest] = parts;
  const hasDatabase = db !== undefined && kind !== 'cluster';
  if (rest.length > 0 || (db !== undefined && !(hasDatabase && /^\d+$/.test(db)))) unreadable();
  if (kind === 'server' && hosts.length > 1) unreadable();
  return {
    kind,
    hosts,
    ...(master !== undefined && { master }),
    access: {
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(db !== undefined && { db: Number(db) }),
      ...(scheme === 'rediss' && { tls: {} }),
    },
  };
}

const MAX_PORT = 65_535;

function portOf(text: string | number): number {
  const port = Number(text);
  return port >= 1 && port <= MAX_PORT ? port : unreadable();
}

function unreadable(): never {
  throw new Error('This is no address of a Redis.');
}
