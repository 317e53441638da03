import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';

/**
 * SQLite whose transactions take the write lock when they begin. With SQLite's deferred ones, two processes on one
 * file could both read first, and the one that writes second would fail instead of waiting.
 */
export class ImmediateSqliteDialect extends SqliteDialect {
  /** @param onCommit hears of every transaction once it is on disk. */
  constructor(
    private readonly settings: SqliteDialectConfig,
    private readonly onCommit: () => void,
  ) {
    super(settings);
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.settings, this.onCommit);
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  constructor(
    settings: SqliteDialectConfig,
    private readonly onCommit: () => void,
  ) {
    super(settings);
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    this.onCommit();
  }

  /** On a full disk SQLite has rolled back by itself, and the error that matters is the first one. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch((error: unknown) => {
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error;
    });
  }

  /** Leaves everything in the one file: its write-ahead log is empty then, and a copy of the file is the whole database. */
  override async destroy(): Promise<void> {
    const connection = await this.acquireConnection();
    try {
      await connection.executeQuery(CompiledQuery.raw('pragma wal_checkpoint(truncate)'));
    } finally {
      await this.releaseConnection();
      await super.destroy();
    }
  }
}
