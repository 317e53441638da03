import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Applicant } from './support/applicant.js';
import { AHMED } from './support/customer.js';
import { eventually } from './support/eventually.js';
import { CompiledSandbox } from './support/sandbox-process.js';
import { WebhookReceiver } from './support/webhook-receiver.js';

const ROUNDS = 6;
const MAX_LIFE_MS = 150;

let build: CompiledSandbox;
let receiver: WebhookReceiver;
beforeAll(async () => {
  build = await CompiledSandbox.build();
  receiver = await WebhookReceiver.start();
});
afterAll(async () => {
  await build.remove();
  await receiver.close();
});

describe('a sandbox that is killed with kill -9', () => {
  it(`delivers every move that it acknowledged, ${ROUNDS} times over`, async () => {
    const databaseUrl = `file:${join(build.folder, 'webhooks.db')}`;
    const applicant = new Applicant(AHMED);
    receiver.respond = () => (Math.random() < 0.2 ? 500 : 200);
    for (let round = 0; round < ROUNDS; round += 1) {
      const running = await build.start(databaseUrl);
      applicant.url = running.url;
      if (round === 0) await applicant.call('POST', '/sandbox/webhooks', { url: receiver.url });
      await applicant.logIn();
      const gone = expect(applicant.applyForever()).rejects.toThrow(/fetch failed|terminated/);
      const before = applicant.acknowledged.size;
      await eventually(
        async () => applicant.acknowledged.size - before,
        (moves) => moves >= 3,
      );
      await wait(Math.random() * MAX_LIFE_MS);
      await running.kill();
      await gone;
    }
    receiver.respond = () => 200;
    const last = await build.start(databaseUrl);
    const heard = () =>
      new Set(receiver.received.map(({ payload: { Data } }) => `${Data.Id} ${Data.NewStatus}`));
    const unheard = async () => [...applicant.acknowledged].filter((move) => !heard().has(move));
    await eventually(unheard, (moves) => moves.length === 0);
    await last.kill();

    for (const eventId of new Set(receiver.received.map(({ payload }) => payload.Id))) {
      const ofOne = receiver.received.filter(({ payload }) => payload.Id === eventId);
      const numbers = ofOne.map(({ payload }) => payload.Attempt);
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      expect(new Set(ofOne.map(({ payload }) => JSON.stringify(payload.Data))).size).toBe(1);
    }
    expect(applicant.acknowledged.size).toBeGreaterThanOrEqual(ROUNDS * 3);
  }, 300_000);
});
