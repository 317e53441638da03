import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { JournalUnusable } from './journal-unusable.js';
import { ProcessStore } from './process-store.js';
import type { IdempotencyStore } from './store.js';

export interface StateFolder {
  path: string;
  /** The operator named it: then the gateway does not start without it. */
  isGiven: boolean;
}

export interface StoreSettings {
  folder: StateFolder | null;
  /** The operator's; null: none was given. */
  secret: string | null;
  /** Whose state it is. */
  tenant: { url: string; apiKey: string };
}

export interface OpenStore {
  store: IdempotencyStore;
  /** Encrypts what the store holds. */
  secret: string | Buffer;
  /** What an operator should mend; null where a restart forgets nothing, or nothing else was asked for. */
  problem: () => string | null;
}

const FORGETS = 'idempotency keys are forgotten when this process ends';

/**
 * The store of a gateway that is alone: on disk where there is a folder, else in memory. Without STATE_SECRET what is on disk
 * is encrypted under a key made of the ApiKey, which the next process has too.
 * @throws JournalUnusable where the folder that the operator named can't be used
 */
export async function openStore({ folder, secret, tenant }: StoreSettings): Promise<OpenStore> {
  const now = () => performance.now();
  const inMemory = (problem: string | null): OpenStore => ({
    store: new ProcessStore({ now }),
    secret: secret ?? randomBytes(32),
    problem: () => problem,
  });
  if (!folder) return inMemory(null);
  const { openJournal } = await import('./journal.js');
  const path = pathFor(folder, tenant, secret);
  try {
    adoptFolder(pathFor(folder, tenant, null), path);
    const { DurableStore } = await import('./durable-store.js');
    const store = await DurableStore.open({ journal: await openJournal(path), now, wallClock: Date.now });
    return {
      store,
      secret: secret ?? Buffer.from(hkdfSync('sha256', tenant.apiKey, '', 'state', 32)),
      problem: () => (store.isDurable ? null : `STATE_FOLDER refuses writes: ${FORGETS}`),
    };
  } catch (error) {
    if (!(error instanceof JournalUnusable) || folder.isGiven) throw error;
    return inMemory(`${error.message} Until then ${FORGETS}.`);
  }
}

/**
 * Finds out whether a start could use the folder that the operator named.
 * @throws JournalUnusable
 */
export async function checkStateFolder({
  folder,
  tenant,
  secret,
}: Pick<StoreSettings, 'tenant' | 'secret'> & { folder: StateFolder }): Promise<void> {
  const { checkJournal } = await import('./journal.js');
  await checkJournal(pathFor(folder, tenant, secret)).catch((error: unknown) => {
    if (folder.isGiven) throw error;
  });
}

/** By what encrypts it: with a secret of the operator's a new ApiKey finds what the last one has left. */
function pathFor(
  folder: StateFolder,
  { url, apiKey }: StoreSettings['tenant'],
  secret: string | null,
): string {
  const hash =
    secret === null
      ? createHash('sha256').update(`${url} ${apiKey}`)
      : createHmac('sha256', secret).update(`state folder ${url}`);
  return join(folder.path, hash.digest('hex').slice(0, 16));
}

/** Until 0.1 it was named by the ApiKey, also with a secret. */
function adoptFolder(old: string, path: string): void {
  if (existsSync(path) || !existsSync(old)) return;
  try {
    renameSync(old, path);
  } catch {
    // Whatever is wrong with the folder is told when it is opened.
  }
}
