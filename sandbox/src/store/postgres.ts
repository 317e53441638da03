import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
} from 'kysely';
import { Pool } from 'pg';
import { SandboxStartError } from '../start-error.js';

const MOST_CONNECTIONS = 10;
/** Waiting for a free connection included. */
const CONNECT_MS = 5000;
/** Waiting for a row that another work has locked included. */
const STATEMENT_MS = 10_000;

/**
 * PostgreSQL with a pool that is bounded, and statements that end.
 * @param onCommit hears of every transaction once it is on disk.
 */
export function postgresDialect(url: string, onCommit: () => void): Dialect {
  if (!URL.canParse(url)) throw new SandboxStartError(NOT_A_URL);
  const pool = new Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    application_name: 'vlens-sandbox',
  });
  // An idle connection that is lost is replaced by the next work; without a listener it would end the process.
  pool.on('error', () => {});
  return new CommittedDialect({ pool }, onCommit);
}

const NOT_A_URL =
  'SANDBOX_DATABASE_URL is not an address of PostgreSQL; write e.g. ' +
  'SANDBOX_DATABASE_URL=postgres://user:password@localhost:5432/sandbox, with special characters percent-encoded.';

const SENTENCES: Record<string, string> = {
  '28P01': 'does not let this user in; see that user and password in SANDBOX_DATABASE_URL are right.',
  '28000': 'does not let this user in; see that user and password in SANDBOX_DATABASE_URL are right.',
  '3D000': 'has no such database; create it, or name another one in SANDBOX_DATABASE_URL.',
  '42501':
    'does not let this user make tables; grant it CREATE on the schema, or name another user in SANDBOX_DATABASE_URL.',
};

/** Says what to do about a database that can't be had. Of the address it repeats host and port alone. */
export function unreachable(url: string, error: unknown): SandboxStartError {
  const { hostname, port } = new URL(url);
  const server = `PostgreSQL at ${hostname || 'localhost'}, port ${port || 5432},`;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const why =
    SENTENCES[code] ??
    'can’t be reached or brought up to date; see that it runs there, and that its tables come from no newer version, ' +
      'or set SANDBOX_DATABASE_URL to another one.';
  return new SandboxStartError(`${server} ${why}`, error);
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
    await connection.executeQuery(CompiledQuery.raw('begin isolation level read committed'));
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    this.onCommit();
  }
}
