import { afterAll, expect, it } from '@jest/globals';
import { CAR_LOAN, Customer } from '../support/customer.js';
import { postgresDatabase } from '../support/databases.js';
import { deliveries } from '../support/deliveries.js';
import { eventually } from '../support/eventually.js';
import { HeldTime } from '../support/held-time.js';
import { TestSandbox } from '../support/sandbox.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** The first event is waited for this often; from then on others may pass it, but not while it is on its way. */
const WAITS_MS = [1000, 2000, 4000];

const database = await postgresDatabase();
const time = new HeldTime();
const at = { databaseUrl: database.url };
const sandboxes = await Promise.all([
  TestSandbox.start(at, { realTime: time }),
  TestSandbox.start(at, { realTime: time }),
]);
const [here, there] = sandboxes;
const receiver = await WebhookReceiver.start();
afterAll(async () => {
  receiver.respond = () => 200;
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  await receiver.close();
  await database.drop();
});

it('two sandboxes on one PostgreSQL send one webhook of a subscription at a time', async () => {
  receiver.respond = ({ payload }) => {
    if (payload.Data.NewStatus !== 'PendingApproval') return 200;
    return payload.Attempt <= WAITS_MS.length ? 500 : 'stall';
  };
  await here.control('POST', 'webhooks', { url: receiver.url });
  await here.control('POST', 'tenant', { approvesByItself: false });
  const id = await (await Customer.loggedIn(here)).create(CAR_LOAN).then(({ data }) => data.id);
  for (const [index, waitMs] of WAITS_MS.entries()) {
    await eventually(
      async () => (await deliveries(here))[0],
      (first) => first?.attempts === index + 1 && first.nextAttemptAt === later(waitMs),
    );
    time.pass(waitMs);
  }
  await receiver.atLeast(WAITS_MS.length + 1);
  await there.control('POST', `requests/${id}/approve`);
  // Whichever of the two is sending, the other looks into the outbox after a commit of its own.
  await here.control('POST', 'tenant', { approvesByItself: false });
  // Its right to deliver is renewed until the attempt is timed out, so that the other does not take it for lost.
  for (let seconds = 3; seconds < 60; seconds += 3) {
    time.pass(3000);
    await eventually(
      async () => (await deliveries(here)).find(({ attempts }) => attempts === WAITS_MS.length + 1),
      (first) => Date.parse(first?.nextAttemptAt ?? '') - time.now().getTime() > 3000,
    );
  }
  // The other has looked as often as it wakes in this minute.
  expect(receiver.told.at(-1)).toBe('PendingApproval 4');
  time.pass(3000);
  await receiver.atLeast(WAITS_MS.length + 2);
  expect(receiver.told.at(-1)).toBe('Approved 1');
});

function later(ms: number): string {
  return new Date(time.now().getTime() + ms).toISOString();
}
