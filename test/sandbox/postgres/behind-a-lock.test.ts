import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { AHMED, CAR_LOAN, Customer, logIn, OMAR } from '../support/customer.js';
import { postgresDatabase, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { Newcomer } from '../support/newcomer.js';
import { TestSandbox } from '../support/sandbox.js';

let database: TestDatabase;
let sandbox: TestSandbox;
/** Somebody else who works on the same rows: what the sandbox does waits until their work is committed. */
let other: pg.Client;
/** Outside of that work: within one, what others do is seen as it was at its first look. */
let watcher: pg.Client;
beforeEach(async () => {
  database = await postgresDatabase();
  sandbox = await TestSandbox.start({ databaseUrl: database.url });
  other = new pg.Client({ connectionString: database.url });
  watcher = new pg.Client({ connectionString: database.url });
  await Promise.all([other.connect(), watcher.connect()]);
});
afterEach(async () => {
  await Promise.all([other.end(), watcher.end()]);
  await sandbox.close();
  await database.drop();
});

const begin = async (statement: string, values: unknown[] = []) => {
  await other.query('begin');
  await other.query(statement, values);
};
const commit = () => other.query('commit');
/** Until so many of the sandbox's statements wait for a lock. */
const waiting = (count: number) =>
  eventually(
    async () => {
      const { rows } = await watcher.query(
        "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows[0].count as number;
    },
    (found) => found >= count,
  );
const LOCK_CUSTOMER = 'select id from customer where phone_number = $1 for update';

/** What another one has sent a second later, who had the lock before the call that waits for it. */
async function sendAnother(table: 'one_time_code' | 'contact_code'): Promise<void> {
  sandbox.passSeconds(1);
  await other.query(`create temp table another as select * from ${table} limit 1`);
  await other.query("update another set id = 'another', sent_at = $1", [sandbox.time.now.toISOString()]);
  await other.query(`insert into ${table} select * from another`);
}

describe('codes are sent three times in ten minutes, counted when nobody else can send one', () => {
  it('to a customer', async () => {
    const ahmed = await Customer.loggedIn(sandbox, AHMED);
    const id = await ahmed.approved(CAR_LOAN);
    for (let time = 1; time <= 2; time += 1) await ahmed.requestOtp(id);
    await begin(LOCK_CUSTOMER, [AHMED.phoneNumber]);
    const third = ahmed.requestOtp(id);
    await waiting(1);
    await sendAnother('one_time_code');
    await commit();
    expect((await third).code).toBe(9407);
  });

  it('to a phone number that belongs to nobody yet', async () => {
    const newcomer = new Newcomer(sandbox);
    const { phoneNumber } = newcomer;
    const send = () => newcomer.post('Register/StepVerifyPhone', { phoneNumber });
    for (let time = 1; time <= 2; time += 1) await send();
    await begin('lock table contact_code in share row exclusive mode');
    const third = send();
    await waiting(1);
    await sendAnother('contact_code');
    await commit();
    expect((await third).code).toBe(9407);
  });
});

describe('what a call has read before it waits is read again after it', () => {
  it('a password that was reset opens no session, and moves nobody', async () => {
    await begin("update customer set password_hash = 'another' where phone_number = $1", [AHMED.phoneNumber]);
    const answer = logIn(sandbox, AHMED, { geoLocation: { latitude: 24, longitude: 32 } });
    await waiting(1);
    await commit();
    expect((await answer).code).toBe(9701);
    expect((await sandbox.control('GET', 'sessions')).body.sessions).toEqual([]);
    const [ahmed] = (await sandbox.control('GET', 'users')).body.users;
    expect(ahmed.lastActiveLocation).toEqual({ latitude: 30.0444, longitude: 31.2357 });
  });

  it('a transaction that is no longer the customer’s signs nothing', async () => {
    const ahmed = await Customer.loggedIn(sandbox, AHMED);
    const id = await ahmed.approved(CAR_LOAN);
    await begin("update customer set transaction_id = 'another' where phone_number = $1", [
      AHMED.phoneNumber,
    ]);
    const { transactionId } = AHMED;
    const answers = [ahmed.requestOtp(id, { transactionId }), ahmed.revalidate({ transactionId })];
    await waiting(2);
    await commit();
    expect((await Promise.all<{ code: number | null }>(answers)).map(({ code }) => code)).toEqual([
      9001, 9001,
    ]);
  });

  it('a user whom the control API changes keeps what it was not asked to change', async () => {
    await begin('update customer set is_email_confirmed = 0 where phone_number = $1', [OMAR.phoneNumber]);
    const changed = sandbox.control('POST', `users/${OMAR.phoneNumber}`, { isDigitalIdentityVerified: true });
    await waiting(1);
    await commit();
    expect((await changed).body).toMatchObject({ isDigitalIdentityVerified: true, isEmailConfirmed: false });
  });

  it('and so does a tenant', async () => {
    await begin("update tenant set approves_by_itself = 0 where id = 'sandbox'");
    const changed = sandbox.control('POST', 'tenant', { asksTwoFactor: true });
    await waiting(1);
    await commit();
    expect((await changed).body).toMatchObject({ asksTwoFactor: true, approvesByItself: false });
  });
});

describe('a new subscription', () => {
  it('waits for a move that has not seen it, to hear of all that are committed after it', async () => {
    await begin(
      "insert into event_counter (tenant_id, last) values ('sandbox', 1) on conflict (tenant_id) do update set last = event_counter.last + 1",
    );
    const subscribed = [
      sandbox.control('POST', 'webhooks', { url: 'http://127.0.0.1:9/hook' }),
      sandbox.subscribeWebhook({ url: 'http://127.0.0.1:9/wired', secret: 'a-secret-of-the-test' }),
    ];
    const first = await Promise.race([
      waiting(2).then(() => 'both wait'),
      ...subscribed.map((each) => each.then(() => 'one is there already')),
    ]);
    await commit();
    await Promise.all(subscribed);
    expect(first).toBe('both wait');
  });
});

describe('a reset', () => {
  it('keeps the subscription of a gateway that starts meanwhile', async () => {
    const url = 'http://127.0.0.1:9/wired';
    await begin(
      "insert into webhook_subscription (id, tenant_id, url, secret, created_at) values ('wired-late', 'sandbox', $1, 'a-secret-of-the-test', '')",
      [url],
    );
    const done = sandbox.control('POST', 'reset');
    await waiting(1);
    await commit();
    expect((await done).status).toBe(200);
    expect((await sandbox.control('GET', 'webhooks')).body.webhooks).toMatchObject([{ url }]);
  });
});
