/** The kind of Redis installation, by the scheme of REDIS_URL. */
export type RedisKind = 'server' | 'sentinel' | 'cluster';

/** The hosts of Redis, and the user. */
export interface RedisTarget {
  kind: RedisKind;
  /** The addresses of the server, of the sentinels, or of some nodes of the cluster. */
  hosts: { host: string; port: number }[];
  /** The name of the master that the sentinels watch. */
  master?: string;
  /** The access to every Redis server, also behind sentinels or in a cluster. */
  access: { username?: string; password?: string; db?: number; tls?: { ca?: string } };
}

const ADDRESS =
  /^(redis|rediss)(?:\+(sentinel|cluster))?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^@/?#]*)(?:\/([^?#]*))?(?:[?#].*)?$/;
const HOST = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/i;
const DEFAULT_PORTS = { server: 6379, sentinel: 26379, cluster: 6379 };

/** Whether `redisTarget` can read the text. */
export function isRedisUrl(text: string): boolean {
  try {
    redisTarget(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads REDIS_URL: `redis://`, `redis+sentinel://host,host/master` or `redis+cluster://host,host`; `rediss` for TLS. Query parameters are
 * ignored: ioredis takes options from them and prefers them to those in code, so `?commandTimeout=0` would switch off our timeout.
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
