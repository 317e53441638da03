/** A PostgreSQL of a test's own. */
export interface OwnPostgres {
  url: string;
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
}
export function postgresBinaries(): string | null;
export function startPostgres(): Promise<OwnPostgres>;
