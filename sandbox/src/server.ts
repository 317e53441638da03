import type { AppContext } from './app-context.js';
import { SandboxClock } from './clock.js';
import { OrderedFaults } from './control/faults.js';
import { buildHttp } from './http.js';
import { Inbox } from './inbox.js';
import { listen, urlOf } from './listen.js';
import { type PasswordCost, Passwords } from './passwords.js';
import { QuotaCounter } from './quota.js';
import { type Random, systemRandom } from './random.js';
import type { Dialect } from './rules/dialects.js';
import { deriveSecrets } from './secrets.js';
import { SessionTokens } from './session-tokens.js';
import { explainDatabaseErrors, openDatabase } from './store/database.js';
import { addMissingOperators } from './store/operators.js';
import { CAIRO } from './store/samples/customers.js';
import { hashSamplePasswords, SAMPLE_TENANT, seedTenant } from './store/seed.js';
import { ownSecret, readClockOffset, writeClockOffset } from './store/settings.js';
import type { Database } from './store/tables.js';
import { changeTenant } from './store/tenants.js';
import { inTransaction, lockTables } from './store/transaction.js';
import type { WebhookTarget } from './store/webhook-subscriptions.js';
import { Deliverer } from './webhooks/deliverer.js';
import { type RealTime, systemTime } from './webhooks/real-time.js';
import { checkedTarget } from './webhooks/target-shape.js';
import { wire } from './webhooks/wire.js';

export interface SandboxSettings {
  /** `file:<path>`, `memory:` or `postgres://…`. */
  databaseUrl: string;
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** Where signing links lead; null: to the sandbox's own page, which names the contract and signs nothing. */
  signingPageUrl: string | null;
  /** What the sample tenant speaks from this start on; null: what it spoke before, `current` at first. */
  dialect: Dialect | null;
}

/** What the sandbox takes in place of the system’s own, for tests. */
export interface SandboxOverrides {
  clock?: () => Date;
  /** The SMS that were sent, and failures: on stdout where nothing is said. */
  log?: (line: string) => void;
  random?: Random;
  passwordCost?: PasswordCost;
  /** By which webhooks are sent again. */
  realTime?: RealTime;
}

export interface Sandbox {
  /** Without a trailing slash. */
  url: string;
  apiKey: string;
  /** The sample customer whose device the sandbox knows. */
  signIn: {
    phoneNumber: string;
    password: string;
    deviceId: string;
    city: string;
    latitude: number;
    longitude: number;
  };
  /**
   * Sends the sample tenant's webhooks to `url` from now on. The subscription of the last start is moved here where nobody listens
   * there any more, and what still waits goes to the new address; one of a gateway that runs beside this one stays.
   * @throws TypeError where the address is not http(s) or the secret is shorter than 16 characters, SandboxStartError where the
   * database is gone.
   */
  subscribeWebhook(target: WebhookTarget): Promise<void>;
  /** Signing links lead to this page from now on, until the sandbox ends. */
  sendSignersTo(page: string): void;
  /** Answers no more calls, and gives the webhooks under way two seconds to end. */
  close(): Promise<void>;
}

/**
 * Starts the Vlens sandbox: brings its database up to date, seeds an empty one, and listens.
 * @throws SandboxStartError with a sentence that says what to do when the database or the port can't be had.
 */
export async function startSandbox(
  settings: SandboxSettings,
  {
    clock = () => new Date(),
    log = toStdout,
    random = systemRandom,
    passwordCost = {},
    realTime = systemTime,
  }: SandboxOverrides = {},
): Promise<Sandbox> {
  let onCommit = () => {};
  const db = await openDatabase(settings.databaseUrl, () => onCommit());
  const explained = <T>(work: () => Promise<T>) => explainDatabaseErrors(settings.databaseUrl, work);
  const start = async (): Promise<Sandbox> => {
    const context = await assemble(db, { clock, log, random, passwordCost, realTime });
    context.signers.page = settings.signingPageUrl;
    context.sampleTenant.dialect = settings.dialect;
    await seedIfEmpty(context);
    if (settings.dialect) await changeTenant(db, SAMPLE_TENANT.id, { dialect: settings.dialect });
    await addMissingOperators(db, context.passwords);
    const app = await buildHttp(context, log);
    await listen(app.listen.bind(app), settings);
    const deliverer = new Deliverer(db, realTime, log);
    onCommit = () => deliverer.wake();
    deliverer.wake();
    const { phoneNumber, password, deviceId, city, registeredAt } = CAIRO;
    return {
      url: urlOf(settings.host, app.server.address()),
      apiKey: SAMPLE_TENANT.apiKey,
      signIn: { phoneNumber, password, deviceId, city, ...registeredAt },
      async subscribeWebhook(target) {
        await explained(() => wire(db, checkedTarget(target), realTime.now()));
        deliverer.wake();
      },
      sendSignersTo(page) {
        context.signers.page = page;
      },
      async close() {
        try {
          await app.close();
          await deliverer.stop();
        } finally {
          await db.destroy();
        }
      },
    };
  };
  try {
    return await explained(start);
  } catch (error) {
    // Where it is gone this fails too; what matters is the first error.
    await db.destroy().catch(() => {});
    throw error;
  }
}

async function assemble(
  db: Database,
  { clock: real, log, random, passwordCost, realTime }: Required<SandboxOverrides>,
): Promise<AppContext> {
  const secrets = deriveSecrets(await ownSecret(db, () => random.token()));
  const clock = await SandboxClock.open(real, {
    read: () => readClockOffset(db),
    write: (offsetMs) => writeClockOffset(db, offsetMs),
  });
  return {
    db,
    clock,
    random,
    secrets,
    tokens: new SessionTokens(
      secrets.sessionToken,
      () => clock.now(),
      () => random.uuid(),
    ),
    passwords: await Passwords.open(passwordCost, random.token()),
    inbox: new Inbox(log),
    quota: new QuotaCounter(real),
    faults: new OrderedFaults(Math.random),
    realTime,
    signers: { page: null },
    sampleTenant: { dialect: null },
  };
}

async function seedIfEmpty({ db, clock, passwords }: AppContext): Promise<void> {
  const anyTenant = () => db.selectFrom('tenant').select('id').limit(1);
  if (await anyTenant().executeTakeFirst()) return;
  const hashes = await hashSamplePasswords(passwords);
  await inTransaction(db, async (work) => {
    await lockTables(work, ['tenant']);
    const tenant = await work.selectFrom('tenant').select('id').limit(1).executeTakeFirst();
    if (!tenant) await seedTenant(work, SAMPLE_TENANT, { hashes, now: clock.now() });
  });
}

function toStdout(line: string): void {
  process.stdout.write(`${line}\n`);
}
