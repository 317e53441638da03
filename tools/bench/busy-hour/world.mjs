import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from '../contenders/process.mjs';

const dist = (file) => fileURLToPath(new URL(`../../../dist/sandbox/src/${file}`, import.meta.url));
const TENANT = 'sandbox';
/** Without a payment. */
const PRODUCT = 415;

/** A sandbox in a process of its own with so many verified customers, each with a session and one request of their own. */
export async function startWorld({ watching, looking, signing, quota, cpu }) {
  const folder = mkdtempSync(join(tmpdir(), 'busy-hour-'));
  const databaseUrl = `file:${join(folder, 'sandbox.db')}`;
  const start = () =>
    startProcess(() => [dist('main.js')], {
      cpu,
      path: '',
      env: { SANDBOX_PORT: '0', SANDBOX_DATABASE_URL: databaseUrl },
      portSetting: 'SANDBOX_PORT',
      isUp: (url) =>
        fetch(`${url}/sandbox/tenant`).then(
          ({ ok }) => ok,
          () => false,
        ),
    });
  const seeding = await start();
  await seeding.close();
  const customers = await addCustomers(databaseUrl, { watching, looking, signing });
  const served = await start();
  const control = async (path, body) => {
    const response = await fetch(`${served.url}/sandbox/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text || 'null');
  };
  await control('tenant', { quotaPerSecond: quota.perSecond, quotaPerMinute: quota.perMinute });
  return {
    url: served.url,
    pid: served.pid,
    customers,
    control,
    async close() {
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Straight into the database, by the sandbox's own code: two thousand passwords take minutes to hash. */
async function addCustomers(databaseUrl, counts) {
  const load = (file) => import(dist(file));
  const [{ openDatabase }, { addCustomer, NO_PASSWORD }, { startSession }, { insertRequest }] =
    await Promise.all(
      ['store/database.js', 'store/customers.js', 'store/sessions.js', 'store/business-requests.js'].map(
        load,
      ),
    );
  const [
    { deriveSecrets },
    { ownSecret },
    { SessionTokens },
    { systemRandom },
    { productById },
    { inTransaction },
  ] = await Promise.all(
    [
      'secrets.js',
      'store/settings.js',
      'session-tokens.js',
      'random.js',
      'store/products.js',
      'store/transaction.js',
    ].map(load),
  );
  const db = await openDatabase(databaseUrl, () => {});
  const secret = await ownSecret(db, () => systemRandom.token());
  const tokens = new SessionTokens(deriveSecrets(secret).sessionToken, () => new Date(), systemRandom.uuid);
  const now = new Date();
  const { form } = await productById(db, TENANT, PRODUCT);
  const kinds = Object.entries(counts).flatMap(([kind, count]) => Array(count).fill(kind));
  const customers = await inTransaction(db, async (work) => {
    const added = [];
    for (const [number, kind] of kinds.entries()) {
      const creator = await addCustomer(work, {
        tenantId: TENANT,
        phoneNumber: `+2010${String(50_000_000 + number)}`,
        passwordHash: NO_PASSWORD,
        emailAddress: `customer${number}@example.com`,
        isEmailConfirmed: 1,
        deviceId: `phone-${number}`,
        place: { latitude: 30.0444, longitude: 31.2357 },
        now,
      });
      await work
        .updateTable('customer')
        .set({
          isVerified: 1,
          isValidated: 1,
          name: 'Busy',
          surname: `Hour ${number}`,
          transactionId: systemRandom.uuid(),
        })
        .where('id', '=', creator.id)
        .execute();
      const { sessionId } = await startSession(
        work,
        { random: systemRandom, now },
        { tenantId: TENANT, customerId: creator.id, operatorId: null },
      );
      const request = await insertRequest(
        work,
        { random: systemRandom, now },
        {
          tenantId: TENANT,
          productId: PRODUCT,
          creator,
          fields: form,
          otherSigners: [],
          requiredSignatures: 1,
        },
      );
      if (kind === 'signing')
        await work
          .updateTable('businessRequest')
          .set({ status: 'APPROVED' })
          .where('id', '=', request.id)
          .execute();
      added.push({ kind, ownerId: creator.id, sessionId, requestId: request.id });
    }
    return added;
  });
  for (const customer of customers) {
    const { ownerId, sessionId } = customer;
    customer.token = await tokens.issue({ tenantId: TENANT, kind: 'customer', ownerId, sessionId });
  }
  await db.destroy();
  return customers;
}
