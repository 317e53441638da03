import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Applicant } from '../support/applicant.js';
import { AHMED, MONA } from '../support/customer.js';
import { postgresDatabase, type TestDatabase } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { CompiledSandbox } from '../support/sandbox-process.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const ROUNDS = 4;
const PER_ROUND = 3;

let build: CompiledSandbox;
let receiver: WebhookReceiver;
let database: TestDatabase;
beforeAll(async () => {
  [build, receiver, database] = await Promise.all([
    CompiledSandbox.build(),
    WebhookReceiver.start(),
    postgresDatabase(),
  ]);
});
afterAll(async () => {
  await build.remove();
  await receiver.close();
  await database.drop();
});

/** A customer at a sandbox process of their own, who goes on until it is killed. */
async function begin(applicant: Applicant) {
  const running = await build.start(database.url);
  applicant.url = running.url;
  await applicant.logIn();
  const gone = applicant.applyForever().catch((error: Error) => error.message);
  return { kill: () => running.kill(), gone };
}

async function postJson(url: string, body: object): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

describe('two sandbox processes on one PostgreSQL, of which one is killed with kill -9, in turn', () => {
  it('tell of every acknowledged move in its order, and number the requests without a gap', async () => {
    const first = await build.start(database.url);
    await postJson(`${first.url}/sandbox/webhooks`, { url: receiver.url });
    await first.kill();
    const [ahmed, mona] = [new Applicant(AHMED), new Applicant(MONA)];
    let [killed, other] = await Promise.all([begin(ahmed), begin(mona)]);
    let [applicant, another] = [ahmed, mona];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = [applicant, another].map(({ acknowledged }) => acknowledged.size);
      await eventually(
        async () => [applicant, another].map(({ acknowledged }, at) => acknowledged.size - (before[at] ?? 0)),
        (moves) => moves.every((count) => count >= PER_ROUND),
      );
      await killed.kill();
      expect(await killed.gone).toMatch(/fetch failed|terminated/);
      [killed, other] = [other, await begin(applicant)];
      [applicant, another] = [another, applicant];
    }
    await Promise.all([killed.kill(), other.kill()]);
    await Promise.all([killed.gone, other.gone]);

    const last = await build.start(database.url);
    const acknowledged = [...ahmed.acknowledged, ...mona.acknowledged];
    const heard = () => receiver.received.map(({ payload: { Data } }) => `${Data.Id} ${Data.NewStatus}`);
    await eventually(
      async () => acknowledged.filter((move) => !heard().includes(move)),
      (unheard) => unheard.length === 0,
    );
    const inOrder = [...new Set(heard())];
    for (const id of new Set(acknowledged.map((move) => move.split(' ')[0]))) {
      const told = inOrder.filter((move) => move.startsWith(`${id} `)).map((move) => move.split(' ')[1]);
      expect(told).toEqual(['PendingApproval', 'Approved', 'Rejected'].slice(0, told.length));
    }
    const listed = await fetch(`${last.url}/sandbox/requests?tenant=sandbox`).then((answer) => answer.json());
    const { requests, totalCount } = listed as { requests: { requestNumber: string }[]; totalCount: number };
    // They are listed by when they were made, which two processes that number at once may see the other way round.
    const numbers = requests
      .map(({ requestNumber }) => Number(requestNumber.split('-')[2]))
      .sort((a, b) => b - a)
      // Where more were made than are listed, the last one may stand for its neighbour.
      .slice(0, requests.length < totalCount ? -1 : undefined);
    expect(numbers).toEqual(numbers.map((_, place) => totalCount - place));
    await last.kill();
  }, 120_000);
});
