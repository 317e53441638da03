import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { envelope, REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway, type GatewayProcess } from '../support/gateway-process.js';
import { requestsInFlight } from '../support/held.js';
import { readAnswer } from '../support/server.js';
import { until } from '../support/until.js';

let compiled: CompiledGateway;
let upstream: FakeUpstream;
let folder: string;
beforeAll(async () => {
  compiled = await CompiledGateway.build();
  upstream = await FakeUpstream.start();
}, 120_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vlens-state-'));
});
afterEach(async () => {
  upstream.reset();
  await rm(folder, { recursive: true, force: true });
});
afterAll(async () => {
  await compiled.remove();
  await upstream.close();
});

const start = (env: Record<string, string> = {}) =>
  compiled.start({
    VLENS_API_URL: upstream.url,
    VLENS_API_KEY: 'test-api-key',
    STATE_FOLDER: folder,
    ...env,
  });
const validate = async (
  { url }: GatewayProcess,
  idempotencyKey: string,
  otpCode = '123456',
  requestId = REQUEST_ID,
) => {
  const query = `mutation { validateActivationOtp(input: { requestId: "${requestId}", otpRequestId: "${requestId}", otpCode: "${otpCode}",
    idempotencyKey: "${idempotencyKey}", geoLocation: { latitude: 30, longitude: 31 },
    userDeviceUtcTime: "${new Date().toISOString()}" }) { __typename ... on ActivationOtpValidated { message } } }`;
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer user-token' },
    body: JSON.stringify({ query }),
  });
  return (await readAnswer(answer)).body;
};
const done = (message: string) => ({
  data: { validateActivationOtp: { __typename: 'ActivationOtpValidated', message } },
});
const SEVERAL_STARTS_MS = 180_000;
/** A step under its own key, about a request of its own: else its tries were counted together. */
const validateOwn = (gateway: GatewayProcess, key: string) => validate(gateway, key, '123456', key);
const sentFor = (key: string) =>
  upstream.calls('stepValidateOtp').filter(({ body }) => JSON.stringify(body).includes(key)).length;
const NO_QUOTA = { UPSTREAM_RATE_PER_SECOND: '0', UPSTREAM_RATE_PER_MINUTE: '0' };
const sent = () => upstream.calls('stepValidateOtp').length;

describe('A gateway that is alone, killed and started again on its STATE_FOLDER', () => {
  it(
    'tells UNKNOWN of a step that was sent and not answered, and does not send it again',
    async () => {
      const key = randomUUID();
      upstream.answer('stepValidateOtp', { stall: 'headers' }, { body: envelope('Second.') });
      const first = await start();
      const cut = validate(first, key).catch(() => 'cut');
      await upstream.called('stepValidateOtp');
      await first.stop('SIGKILL');
      expect(await cut).toBe('cut');
      const second = await start();
      for (let repeats = 0; repeats < 2; repeats += 1)
        expect((await validate(second, key)).errors?.[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
      expect((await validate(second, key, '654321')).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(sent()).toBe(1);
      expect(await validate(second, randomUUID())).toMatchObject(done('Second.'));
      await second.stop('SIGKILL');
    },
    SEVERAL_STARTS_MS,
  );

  it(
    'tells nothing of UNKNOWN, and takes the step, where it still waited for quota',
    async () => {
      const keys = Array.from({ length: 12 }, () => randomUUID());
      upstream.answer('stepValidateOtp', { body: envelope('Done.') });
      const first = await start({ UPSTREAM_RATE_PER_SECOND: '1', UPSTREAM_TIMEOUT_MS: '60000' });
      const cut = keys.map((key) => validateOwn(first, key).catch(() => 'cut'));
      await upstream.called('stepValidateOtp');
      // At one a second most of them wait, and have time to come to where they do.
      await until(async () => (await requestsInFlight(first)) >= keys.length / 2);
      await pause(300);
      await first.stop('SIGKILL');
      await Promise.all(cut);
      const waited = keys.filter((key) => sentFor(key) === 0);
      expect(waited).not.toEqual([]);
      const second = await start(NO_QUOTA);
      for (const key of waited) expect(await validateOwn(second, key)).toEqual(done('Done.'));
      expect(keys.map(sentFor)).toEqual(keys.map(() => 1));
      await second.stop('SIGKILL');
    },
    SEVERAL_STARTS_MS,
  );

  it(
    'sends no step twice, however often it is killed while they begin',
    async () => {
      const keys: string[] = [];
      upstream.answer('stepValidateOtp', { delayMs: 20, body: envelope('Done.') });
      for (let kills = 0; kills < 5; kills += 1) {
        const gateway = await start(NO_QUOTA);
        const cut: Promise<unknown>[] = [];
        const isKilled = pause(60 + 50 * kills).then(() => gateway.stop('SIGKILL'));
        for (let each = 0; each < 60; each += 1) {
          keys.push(randomUUID());
          // One of those before is sent again too.
          const earlier = keys[Math.floor(Math.random() * keys.length)] as string;
          for (const key of [keys.at(-1) as string, earlier])
            cut.push(validateOwn(gateway, key).catch(() => 'cut'));
          await pause(5);
        }
        await Promise.all([isKilled, ...cut]);
      }
      const last = await start(NO_QUOTA);
      const outcomes: unknown[] = [];
      for (const key of keys) {
        const { data, errors } = await validateOwn(last, key);
        outcomes.push(data ? 'DONE' : (errors?.[0]?.extensions.outcome ?? errors?.[0]));
      }
      expect(keys.filter((key) => sentFor(key) > 1)).toEqual([]);
      expect(outcomes.filter((outcome) => outcome !== 'DONE' && outcome !== 'UNKNOWN')).toEqual([]);
      expect(keys.filter((key, at) => outcomes[at] === 'DONE' && sentFor(key) !== 1)).toEqual([]);
      await last.stop('SIGKILL');
    },
    SEVERAL_STARTS_MS,
  );

  it(
    'gives the answers again that its steps got',
    async () => {
      const key = randomUUID();
      const unread = randomUUID();
      upstream.answer('stepValidateOtp', { body: envelope('First.') }, { body: envelope('Again.') });
      const first = await start();
      expect(await validate(first, key)).toEqual(done('First.'));
      upstream.answer('stepValidateOtp', { body: envelope('Unread.') });
      await validate(first, unread);
      await first.stop('SIGKILL');
      upstream.answer('stepValidateOtp', { body: envelope('Again.') });
      const second = await start();
      expect(await validate(second, key)).toEqual(done('First.'));
      expect(await validate(second, unread)).toEqual(done('Unread.'));
      expect(sent()).toBe(2);
      expect(await second.stop('SIGTERM')).toMatchObject({ code: 0 });
      const third = await start();
      expect(await validate(third, key)).toEqual(done('First.'));
      expect(sent()).toBe(2);
      await third.stop('SIGKILL');
    },
    SEVERAL_STARTS_MS,
  );

  it(
    'sends a step that Vlens turned away unlooked at before',
    async () => {
      const key = randomUUID();
      upstream.answer('stepValidateOtp', { status: 401 }, { body: envelope('Second.') });
      const first = await start();
      expect((await validate(first, key)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      await first.stop('SIGKILL');
      const second = await start();
      expect(await validate(second, key)).toEqual(done('Second.'));
      expect(sent()).toBe(2);
      await second.stop('SIGKILL');
    },
    SEVERAL_STARTS_MS,
  );

  it(
    'gives the answers again that came before the first STATE_SECRET, and does not start without it afterwards',
    async () => {
      const key = randomUUID();
      const lost = randomUUID();
      const withSecret = { STATE_SECRET: 'the-operators-secret-of-32-letters' };
      upstream.answer('stepValidateOtp', { body: envelope('First.') }, { stall: 'headers' });
      const first = await start(NO_QUOTA);
      expect(await validateOwn(first, key)).toEqual(done('First.'));
      const cut = validateOwn(first, lost).catch(() => 'cut');
      await until(() => sentFor(lost) === 1);
      await first.stop('SIGKILL');
      await cut;
      upstream.answer('stepValidateOtp', { body: envelope('Again.') });
      for (let starts = 0; starts < 2; starts += 1) {
        const next = await start({ ...NO_QUOTA, ...withSecret });
        expect(await validateOwn(next, key)).toEqual(done('First.'));
        expect((await validate(next, key, '654321', key)).errors?.[0]?.extensions.code).toBe(
          'BAD_USER_INPUT',
        );
        expect((await validateOwn(next, lost)).errors?.[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
        await next.stop('SIGKILL');
      }
      expect([key, lost].map(sentFor)).toEqual([1, 1]);
      await expect(start(NO_QUOTA)).rejects.toThrow('STATE_FOLDER can’t be used');
    },
    SEVERAL_STARTS_MS,
  );
});
