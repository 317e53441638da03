import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { envelope, REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway, type GatewayProcess } from '../support/gateway-process.js';
import { held } from '../support/held.js';
import { readAnswer } from '../support/server.js';
import { until } from '../support/until.js';

/** In which a busy machine sends what is asked, and is told to stand still. */
const LIMIT_MS = 2000;
/** On a machine that is busy. */
const PATIENCE_MS = 60_000;
let compiled: CompiledGateway;
let upstream: FakeUpstream;
let gateway: GatewayProcess;
beforeAll(async () => {
  compiled = await CompiledGateway.build();
  upstream = await FakeUpstream.start();
  gateway = await compiled.start({
    VLENS_API_URL: upstream.url,
    VLENS_API_KEY: 'test-api-key',
    STATE_FOLDER: 'memory:',
    UPSTREAM_TIMEOUT_MS: `${LIMIT_MS}`,
  });
}, 120_000);
afterEach(() => upstream.reset());
afterAll(async () => {
  await compiled.remove();
  await upstream.close();
});

const validate = async (idempotencyKey: string | null) => {
  const input = {
    geoLocation: { latitude: 30, longitude: 31 },
    userDeviceUtcTime: '2026-11-23T12:00:00Z',
    requestId: REQUEST_ID,
    otpRequestId: 'o-1',
    otpCode: '123456',
    idempotencyKey,
  };
  const query = `mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) {
    __typename ... on ActivationOtpValidated { message } } }`;
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer user-token' },
    body: JSON.stringify({ query, variables: { input } }),
  });
  return (await readAnswer(answer)).body;
};

/** One that stood still sheds load for a second: it looks like one that has too much to do. */
const isAtEase = () =>
  until(async () => {
    const answer = await fetch(`${gateway.url}/graphql?query={__typename}`, {
      headers: { 'x-requested-with': 'a test' },
    });
    await answer.body?.cancel();
    return answer.status === 200;
  });

describe('A gateway that stands still for longer than Vlens may take, as on a machine that is moved or hangs', () => {
  it.each([
    ['without an idempotencyKey', null, 3 * LIMIT_MS],
    ['with one', randomUUID(), 3 * LIMIT_MS],
    ['without one, where it goes on just after the limit', null, LIMIT_MS + 100],
    ['with one, where it goes on just after the limit', randomUUID(), LIMIT_MS + 100],
  ])(
    'gives the answer that came meanwhile, %s',
    async (_how, key, pauseMs) => {
      await isAtEase();
      const [released, release] = held();
      upstream.answer('stepValidateOtp', { until: released, body: envelope('In time.') });
      const step = validate(key);
      await upstream.called('stepValidateOtp');
      gateway.signal('SIGSTOP');
      release();
      await pause(pauseMs);
      gateway.signal('SIGCONT');
      expect(await step).toEqual({
        data: { validateActivationOtp: { __typename: 'ActivationOtpValidated', message: 'In time.' } },
      });
      expect(upstream.calls('stepValidateOtp')).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it(
    'and still ends a call that nothing came of',
    async () => {
      upstream.answer('stepValidateOtp', { stall: 'headers' });
      await isAtEase();
      const step = validate(null);
      // A step that was refused would never be called: its answer says why.
      expect(await Promise.race([upstream.called('stepValidateOtp').then(() => 'called'), step])).toBe(
        'called',
      );
      gateway.signal('SIGSTOP');
      await pause(2 * LIMIT_MS);
      gateway.signal('SIGCONT');
      expect((await step).errors?.[0]?.extensions).toMatchObject({
        code: 'UPSTREAM_TIMEOUT',
        outcome: 'UNKNOWN',
      });
    },
    PATIENCE_MS,
  );
});
