import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  sql,
} from 'kysely';
import { DatabaseError, Pool } from 'pg';
import { SandboxStartError } from '../start-error.js';
import type { Database } from './tables.js';

const MAX_CONNECTIONS = 10;
/** Waiting for a free connection included. */
const CONNECT_MS = 5000;
/** Waiting for a row that another work has locked included. */
const STATEMENT_MS = 10_000;
/** Later than the server's own limit, for what is no transaction and for a server that says nothing any more. */
const QUERY_MS = 12_000;

/**
 * PostgreSQL with a pool that is bounded, and statements that end.
 * @param onCommit hears of every transaction once it is on disk.
 */
export function postgresDialect(url: string, onCommit: () => void): Dialect {
  if (!URL.canParse(url)) throw new SandboxStartError(NOT_A_URL);
  const pool = new Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    application_name: 'vlens-sandbox',
  });
  // A connection that is lost is replaced by the next work; without a listener it would end the process, whether it is idle (`pool`)
  // or a work has it (`client`). That work fails by itself.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return new CommittedDialect({ pool }, onCommit);
}

const NOT_A_URL =
  'SANDBOX_DATABASE_URL is not an address of PostgreSQL; write e.g. ' +
  'SANDBOX_DATABASE_URL=postgres://user:password@localhost:5432/sandbox, with special characters percent-encoded.';

/** Of a standby, and of a primary that was demoted while the sandbox ran. */
const READ_ONLY = '25006';

const SENTENCES: Record<string, string> = {
  '28P01': 'does not let this user in; see that user and password in SANDBOX_DATABASE_URL are right.',
  '28000':
    'does not let this user in from here; see that user and password in SANDBOX_DATABASE_URL are right, and add ' +
    '?sslmode=verify-full to it where the server wants TLS.',
  '3D000': 'has no such database; create it, or name another one in SANDBOX_DATABASE_URL.',
  [READ_ONLY]: 'can only be read; name the primary server, not a standby, in SANDBOX_DATABASE_URL.',
  '53300': 'has no connection left; end others, raise max_connections, or put a pooler in front of it.',
  '55P03': 'is being brought up to date by another sandbox that does not end; wait for it, or end it.',
  '57014': 'is being brought up to date by another sandbox that does not end; wait for it, or end it.',
  '57P03': 'is starting up or shutting down; start again when it is ready.',
  '42501':
    'does not let this user make tables; grant it CREATE on the schema, or name another user in SANDBOX_DATABASE_URL.',
};

/** Node's codes for a certificate, of which node-postgres checks issuer and name under every `sslmode` (8.23). */
const OF_CERTIFICATE = /CERT|UNABLE_TO_VERIFY|ALTNAME/;
const UNTRUSTED_CERTIFICATE =
  'has a certificate of an unknown CA, of another name or of another time; add &sslrootcert=<file> with the CA’s certificate, and name ' +
  'the server as its certificate does.';

/** Says what to do about a database that can't be had. Of the address it repeats host and port alone. */
export function unreachable(url: string, error: unknown): SandboxStartError {
  const { hostname, port } = new URL(url);
  const server = `PostgreSQL at ${hostname || 'localhost'}, port ${port || 5432},`;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (error instanceof SandboxStartError) return error;
  const why =
    SENTENCES[code] ??
    (OF_CERTIFICATE.test(code) ? UNTRUSTED_CERTIFICATE : null) ??
    'can’t be reached or brought up to date; see that it runs there, and that its tables come from no newer version, ' +
      'or set SANDBOX_DATABASE_URL to another one.';
  return new SandboxStartError(`${server} ${why}`, error);
}

/**
 * Waits end. Said in each transaction, since a pooler refuses settings at connecting (pgbouncer, `ignore_startup_parameters`) and a
 * session's settings are another's in its transaction mode.
 */
const BEGIN =
  'begin isolation level read committed; ' +
  `set local statement_timeout = ${STATEMENT_MS}; set local idle_in_transaction_session_timeout = ${STATEMENT_MS}`;

/**
 * Refuses, before anything is made, what can't hold the sandbox: a pooler that keeps no transaction together, an encoding without
 * Arabic letters, and a server that takes no writes, as a standby does whose tables are up to date.
 * @throws SandboxStartError
 */
export async function refuseUnfitServer(db: Database): Promise<void> {
  try {
    const { rows } = await db.transaction().execute((work) =>
      sql<{ encoding: string; readOnly: string }>`
          select current_setting('server_encoding') as encoding, current_setting('transaction_read_only') as read_only
        `.execute(work),
    );
    if (rows[0]?.encoding !== 'UTF8') throw new SandboxStartError(NOT_UTF8);
    if (rows[0]?.readOnly !== 'off')
      throw Object.assign(new Error('It takes no writes.'), { code: READ_ONLY });
  } catch (error) {
    if (error instanceof Error && /statement pooling/i.test(error.message)) {
      throw new SandboxStartError(STATEMENT_POOLING, error);
    }
    throw error;
  }
}

const NOT_UTF8 =
  'The database at SANDBOX_DATABASE_URL has an encoding that lacks Arabic letters; make one with ENCODING UTF8 and TEMPLATE template0, ' +
  'and name that.';

const STATEMENT_POOLING =
  'The pooler at SANDBOX_DATABASE_URL is in statement mode, which allows no transactions; set pool_mode = session or transaction in it, ' +
  'or name PostgreSQL itself in SANDBOX_DATABASE_URL.';

const LOST_CODES = /^(57P0[123]|25006|08\w{3}|53300|ECONN\w+|EPIPE|ENOTFOUND|ETIMEDOUT)$/;
/** node-postgres gives these no code. */
const LOST_WORDS = /connection terminated|trying to connect|connection error|read timeout/i;

/** Whether the server is away, ended this connection or takes no writes: whether the work was committed is not known then. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return LOST_CODES.test(code) || LOST_WORDS.test(error.message);
}

/** Whether PostgreSQL, or the way to it, says so. */
export function isOfPostgres(error: unknown): boolean {
  return error instanceof DatabaseError || isConnectionLost(error);
}

/** A text with a NUL, or a number that is too large for its column: PostgreSQL neither stores it nor looks for it. */
const UNSTORABLE = ['22021', '22003'];

export function isUnstorable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && UNSTORABLE.includes(String(error.code));
}

class CommittedDialect extends PostgresDialect {
  constructor(
    private readonly settings: PostgresDialectConfig,
    private readonly onCommit: () => void,
  ) {
    super(settings);
  }

  override createDriver(): Driver {
    return new CommittedDriver(this.settings, this.onCommit);
  }
}

/**
 * Read committed whatever the server's default is: each rule rests on a locked row, a conditional UPDATE or a unique
 * index, and what a work reads after it has waited for a lock must be what the other one left behind.
 */
class CommittedDriver extends PostgresDriver {
  constructor(
    settings: PostgresDialectConfig,
    private readonly onCommit: () => void,
  ) {
    super(settings);
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(BEGIN));
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    this.onCommit();
  }
}
