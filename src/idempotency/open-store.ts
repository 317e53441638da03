import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DurableStore } from './durable-store.js';
import type { Journal } from './journal.js';
import { JournalUnusable } from './journal-unusable.js';
import { ProcessStore } from './process-store.js';
import type { IdempotencyStore, RecordId } from './store.js';

export interface StateFolder {
  path: string;
  /** Whether the operator set the folder. Then the gateway does not start without it. */
  isGiven: boolean;
}

export interface StoreSettings {
  folder: StateFolder | null;
  /** STATE_SECRET; null if it is not set. */
  secret: string | null;
  /** The tenant that the state belongs to. */
  tenant: { url: string; apiKey: string };
}

export interface OpenStore {
  store: IdempotencyStore;
  /** Encrypts the content of the store. */
  secret: string | Buffer;
  /** Decrypts records from the time before STATE_SECRET was set. Null: STATE_SECRET is not set, or there is no folder. */
  former: { secret: Buffer; knows: (id: RecordId) => boolean } | null;
  /** What an operator should repair. Null if a restart forgets nothing, or if no folder was asked for. */
  problem: () => string | null;
}

const LOSES = 'STATE_FOLDER has lost records, since its files were damaged';
const FORGETS = 'idempotency keys are forgotten when this process ends';

/**
 * Opens the store of a single gateway: on disk if there is a folder, otherwise in memory. Without STATE_SECRET, records on disk are
 * encrypted with a key derived from the ApiKey, which the next process has too.
 * @throws JournalUnusable if the folder that the operator set can't be used
 */
export async function openStore({ folder, secret, tenant }: StoreSettings): Promise<OpenStore> {
  const now = () => performance.now();
  const inMemory = (problem: string | null): OpenStore => ({
    store: new ProcessStore({ now }),
    secret: secret ?? randomBytes(32),
    former: null,
    problem: () => problem,
  });
  if (!folder) return inMemory(null);
  try {
    const journal = await openJournalFor({ folder, tenant, secret });
    const { DurableStore } = await import('./durable-store.js');
    const store = await DurableStore.open({ journal, now, wallClock: Date.now });
    const ofApiKey = Buffer.from(hkdfSync('sha256', tenant.apiKey, '', 'state', 32));
    return {
      store,
      secret: secret ?? ofApiKey,
      former: secret === null ? null : { secret: ofApiKey, knows: (id) => store.knows(id) },
      problem: () => (store.isDurable ? lossOf(store.loss) : `STATE_FOLDER refuses writes: ${FORGETS}`),
    };
  } catch (error) {
    if (!(error instanceof JournalUnusable) || folder.isGiven) throw error;
    return inMemory(withoutFolder(error));
  }
}

const withoutFolder = ({ message }: JournalUnusable) => `${message} Until then ${FORGETS}.`;

function lossOf(loss: DurableStore['loss']): string | null {
  if (!loss) return null;
  const isRisky = 'a step of the day before that is repeated may be sent again';
  return loss.isInDoubt
    ? `${LOSES}: for ten minutes each new idempotencyKey is told UNKNOWN; after that ${isRisky}`
    : `${LOSES}: ${isRisky}`;
}

/**
 * Checks whether a gateway that starts could use the folder.
 * @returns a sentence about what is missing although the gateway would start; null if nothing is
 * @throws JournalUnusable if it can't be used and the operator set it
 */
export async function checkStateFolder(place: Place): Promise<string | null> {
  const { checkJournal } = await import('./journal.js');
  const { tenant, secret, folder } = place;
  const path = pathFor(folder, tenant, secret);
  const ofApiKey = pathFor(folder, tenant, null);
  try {
    await refuseOtherSecret(place);
    const isOldWhole = ofApiKey === path || !existsSync(ofApiKey) || (await checkJournal(ofApiKey));
    const isWhole = await checkJournal(path);
    return isOldWhole && isWhole ? null : `${LOSES}.`;
  } catch (error) {
    if (!(error instanceof JournalUnusable) || folder.isGiven) throw error;
    return withoutFolder(error);
  }
}

type Place = Pick<StoreSettings, 'tenant' | 'secret'> & { folder: StateFolder };

/**
 * Opens the journal of the given secret. If there is an older one, encrypted with the key of the ApiKey, its records move. Only the process
 * that has a folder open may change it, so both folders are opened before either is changed. Record ids are keyed hashes, which can't be
 * computed again with another secret. So records move with their old ids, and are looked up under both.
 */
async function openJournalFor(place: Place): Promise<Journal> {
  const { tenant, secret, folder } = place;
  const { openJournal, removeJournal, unusable } = await import('./journal.js');
  const path = pathFor(folder, tenant, secret);
  const ofApiKey = pathFor(folder, tenant, null);
  await refuseOtherSecret(place);
  const old = ofApiKey !== path && existsSync(ofApiKey) ? await openJournal(ofApiKey) : null;
  let journal: Journal | null = null;
  try {
    journal = await openJournal(path);
    if (secret === null) await rm(markFor(place), { force: true });
    else await writeFile(markFor(place), basename(path), { mode: 0o600 });
    if (old) await copy(old, journal);
  } catch (error) {
    await journal?.close();
    await old?.close();
    throw unusable(error);
  }
  await old?.close();
  // If the removal fails, the next start finds the old journal again, with records that are in both.
  if (old) await removeJournal(ofApiKey).catch(() => undefined);
  return journal;
}

const COPIED_AT_ONCE = 100;

/** Copies the records that `to` does not have. Where both have a record, that in `to` is newer. */
async function copy(from: Journal, to: Journal): Promise<void> {
  const known = new Set<RecordId>();
  for await (const [id] of to.entries()) known.add(id);
  let writes: Promise<void>[] = [];
  for await (const [id, entry] of from.entries()) {
    if (known.has(id)) continue;
    writes.push(to.put(id, entry));
    if (writes.length < COPIED_AT_ONCE) continue;
    await Promise.all(writes);
    writes = [];
  }
  await Promise.all(writes);
  const lostAt = from.lostAt();
  if (lostAt !== null) await to.noteLoss(lostAt);
}

/** The path of a file beside the folders. It holds the name of the folder that this tenant used last, which depends on the secret. */
function markFor({ folder, tenant }: Place): string {
  return `${pathFor(folder, tenant, null)}.last-used`;
}

/**
 * Refuses a folder that was last used with another secret: its steps could not be found, and would be sent again.
 * @throws JournalUnusable
 */
async function refuseOtherSecret(place: Place): Promise<void> {
  const { tenant, secret, folder } = place;
  const used = await readFile(markFor(place), 'utf8').catch(() => null);
  if (used === null || !/^[0-9a-f]{16}$/.test(used) || used === basename(pathFor(folder, tenant, secret)))
    return;
  if (!existsSync(join(folder.path, used))) return;
  const how = secret === null ? 'with STATE_SECRET, which is not set now' : 'with another STATE_SECRET';
  throw new JournalUnusable(
    `STATE_FOLDER can’t be used: it was used ${how}; set the same again, or move its folder ${used} away, ` +
      'which forgets the idempotency keys of the last 24 hours.',
  );
}

/** The path depends on what encrypts the folder. With STATE_SECRET, a gateway with a new ApiKey finds the records of the last one. */
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
