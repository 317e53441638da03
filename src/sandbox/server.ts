import type { AddressInfo } from 'node:net';
import { type Chance, systemChance } from './chance.js';
import { StandInClock } from './clock.js';
import { OrderedFaults } from './control/faults.js';
import { buildHttp } from './http.js';
import type { Parts } from './parts.js';
import { type PasswordCost, Passwords } from './passwords.js';
import { QuotaCounter } from './quota.js';
import { deriveSecrets } from './secrets.js';
import { SessionTokens } from './session-tokens.js';
import { SmsInbox } from './sms-inbox.js';
import { SandboxStartError } from './start-error.js';
import { openDatabase } from './store/database.js';
import { CAIRO } from './store/samples/customers.js';
import { hashSamplePasswords, SAMPLE_TENANT, seedTenant } from './store/seed.js';
import { ownSecret, readClockOffset, writeClockOffset } from './store/settings.js';
import type { Database } from './store/tables.js';

export interface SandboxSettings {
  /** `file:<path>` or `memory:`. */
  databaseUrl: string;
  host: string;
  /** 0 lets the system choose. */
  port: number;
}

/** What the stand-in takes from around it; the system's own where nothing is said. */
export interface SandboxSurroundings {
  clock?: () => Date;
  /** The SMS that were sent, and failures: on stdout where nothing is said. */
  log?: (line: string) => void;
  chance?: Chance;
  passwordCost?: PasswordCost;
}

export interface Sandbox {
  /** Without a trailing slash. */
  url: string;
  apiKey: string;
  /** The sample customer whose device the stand-in knows. */
  signIn: {
    phoneNumber: string;
    password: string;
    deviceId: string;
    city: string;
    latitude: number;
    longitude: number;
  };
  close(): Promise<void>;
}

/**
 * Starts the Vlens stand-in: brings its database up to date, seeds an empty one, and listens.
 * @throws SandboxStartError with a sentence that says what to do when the database or the port can't be had.
 */
export async function startSandbox(
  settings: SandboxSettings,
  {
    clock = () => new Date(),
    log = toStdout,
    chance = systemChance,
    passwordCost = {},
  }: SandboxSurroundings = {},
): Promise<Sandbox> {
  const db = await openDatabase(settings.databaseUrl);
  try {
    const parts = await assemble(db, { clock, log, chance, passwordCost });
    await seedIfEmpty(parts);
    const app = await buildHttp(parts, log);
    await listen(app.listen.bind(app), settings);
    const { phoneNumber, password, deviceId, city, registeredAt } = CAIRO;
    return {
      url: urlOf(settings.host, app.server.address()),
      apiKey: SAMPLE_TENANT.apiKey,
      signIn: { phoneNumber, password, deviceId, city, ...registeredAt },
      async close() {
        await app.close();
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function assemble(
  db: Database,
  { clock: real, log, chance, passwordCost }: Required<SandboxSurroundings>,
): Promise<Parts> {
  const secrets = deriveSecrets(await ownSecret(db, () => chance.token()));
  const clock = await StandInClock.open(real, {
    read: () => readClockOffset(db),
    write: (offsetMs) => writeClockOffset(db, offsetMs),
  });
  return {
    db,
    clock,
    chance,
    secrets,
    tokens: new SessionTokens(
      secrets.sessionToken,
      () => clock.now(),
      () => chance.uuid(),
    ),
    passwords: await Passwords.open(passwordCost, chance.token()),
    inbox: new SmsInbox(log),
    quota: new QuotaCounter(real),
    faults: new OrderedFaults(Math.random),
  };
}

async function seedIfEmpty({ db, clock, passwords }: Parts): Promise<void> {
  const anyTenant = () => db.selectFrom('tenant').select('id').limit(1);
  if (await anyTenant().executeTakeFirst()) return;
  const hashes = await hashSamplePasswords(passwords);
  await db.transaction().execute(async (work) => {
    const tenant = await work.selectFrom('tenant').select('id').limit(1).executeTakeFirst();
    if (!tenant) await seedTenant(work, SAMPLE_TENANT, { hashes, now: clock.now() });
  });
}

async function listen(
  listenOn: (on: { host: string; port: number }) => Promise<string>,
  { host, port }: SandboxSettings,
): Promise<void> {
  try {
    await listenOn({ host, port });
  } catch (error) {
    throw new SandboxStartError(
      `The stand-in can’t listen on ${host}, port ${port}: end the process that does, ` +
        `or set SANDBOX_PORT to a free port, e.g. SANDBOX_PORT=${port + 10}.`,
      error,
    );
  }
}

function urlOf(host: string, address: AddressInfo | string | null): string {
  const port = typeof address === 'object' && address ? address.port : 0;
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${isEverywhere ? 'localhost' : name}:${port}`;
}

function toStdout(line: string): void {
  process.stdout.write(`${line}\n`);
}
