import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeUpstream } from '../support/fake-upstream.js';
import { aClient, PAYMENT } from './a-client.js';

let upstream: FakeUpstream;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
});
afterEach(() => upstream.reset());
afterAll(() => upstream.close());

const oneAMinute = { perSecond: 0, perMinute: 1, maxReadWaitMs: 5000 };

describe('a client whose time to stop is over', () => {
  it.each(['node-fetch', 'undici'] as const)(
    'says that the outcome of a step that was sent is unknown, over %s',
    async (transport) => {
      upstream.answer('stepValidatePayment', { stall: 'headers' });
      const client = aClient(upstream, {}, transport);
      const { api } = client;
      const step = api.stepValidatePayment(PAYMENT).catch((error: unknown) => error);
      await upstream.called('stepValidatePayment');
      expect(client.stepsInFlight()).toBe(1);
      client.cut();
      expect(await step).toMatchObject({ code: 'UPSTREAM_TIMEOUT', details: { outcome: 'UNKNOWN' } });
      await client.close();
    },
  );

  it('refuses unsent what still waits for quota, and what comes', async () => {
    const client = aClient(upstream, { quota: oneAMinute });
    const { api } = client;
    await api.listProductTypes({});
    const waiting = [api.stepValidatePayment(PAYMENT), api.checkEligibility({})].map((call) =>
      call.catch((error: unknown) => error),
    );
    client.cut();
    const late = await api.stepValidatePayment(PAYMENT).catch((error: unknown) => error);
    for (const fault of [...(await Promise.all(waiting)), late]) {
      expect(fault).toMatchObject({ code: 'RATE_LIMITED', details: { unsent: 'held back' } });
      expect(fault).not.toHaveProperty('details.outcome');
    }
    expect(upstream.calls().map(({ endpoint }) => endpoint)).toEqual(['listProductTypes']);
    await client.close();
  });

  it('sends nothing of what had its turn a moment before', async () => {
    const client = aClient(upstream);
    const { api } = client;
    const step = api.stepValidatePayment(PAYMENT).catch((error: unknown) => error);
    client.cut();
    expect(await step).toMatchObject({ code: 'RATE_LIMITED', details: { unsent: 'held back' } });
    expect(upstream.calls()).toEqual([]);
    await client.close();
  });
});
