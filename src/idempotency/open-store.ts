import { createHash, hkdfSync, randomBytes } from 'node:crypto';
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
  const path = pathFor(folder, tenant);
  try {
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
export async function checkStateFolder(folder: StateFolder, tenant: StoreSettings['tenant']): Promise<void> {
  const { checkJournal } = await import('./journal.js');
  await checkJournal(pathFor(folder, tenant)).catch((error: unknown) => {
    if (folder.isGiven) throw error;
  });
}

function pathFor(folder: StateFolder, { url, apiKey }: StoreSettings['tenant']): string {
  const tag = createHash('sha256').update(`${url} ${apiKey}`).digest('hex').slice(0, 16);
  return join(folder.path, tag);
}
