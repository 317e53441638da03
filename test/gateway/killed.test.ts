import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { envelope, REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway, type GatewayProcess } from '../support/gateway-process.js';
import { readAnswer } from '../support/server.js';

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

const start = () =>
  compiled.start({ VLENS_API_URL: upstream.url, VLENS_API_KEY: 'test-api-key', STATE_FOLDER: folder });
const validate = async ({ url }: GatewayProcess, idempotencyKey: string, otpCode = '123456') => {
  const query = `mutation { validateActivationOtp(input: { requestId: "${REQUEST_ID}", otpRequestId: "o-1", otpCode: "${otpCode}",
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
});
