import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CallAborted } from '../../src/vlens/faults.js';
import { NodeFetchTransport } from '../../src/vlens/transports/node-fetch.js';
import { UndiciTransport } from '../../src/vlens/transports/undici.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { aClient, PAYMENT } from './a-client.js';

let upstream: FakeUpstream;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
});
afterEach(() => upstream.reset());
afterAll(() => upstream.close());

const failureOf = (promise: Promise<unknown>) => promise.then(() => null).catch((error: unknown) => error);

describe('Nothing is sent for a caller who has left before a byte went out', () => {
  it.each(['while Redis was asked', 'while the signature of the token was verified'])('%s', async (when) => {
    let leaving = new AbortController();
    const leave = <Answer>(answer: Answer) => {
      return async () => {
        leaving.abort();
        return answer;
      };
    };
    const take = async () => ({ kind: 'down' as const });
    const trust = { isAccepted: leave(true), accept: () => {}, markUnsure: () => {} };
    const known = when.includes('Redis')
      ? { shared: { quota: { part: 1, used: 0, take }, trust } }
      : { verifier: { verify: leave({ forMs: 1000 }) } };
    for (const isStep of [true, false]) {
      leaving = new AbortController();
      const client = aClient(upstream, known);
      const { stepValidatePayment, checkEligibility } = client.apiFor({ signal: leaving.signal });
      const call = isStep ? stepValidatePayment(PAYMENT) : checkEligibility({});
      expect(await failureOf(call)).toBeInstanceOf(CallAborted);
      await client.close();
    }
    expect(upstream.calls()).toEqual([]);
  });

  it('while it was written down that the step may be sent', async () => {
    const leaving = new AbortController();
    const sending = { begin: async () => leaving.abort(), undo: async () => {} };
    const client = aClient(upstream, {}, 'node-fetch', {
      idempotency: (call, next) => next({ ...call, sending }),
    });
    const { stepValidatePayment } = client.apiFor({ signal: leaving.signal });
    expect(await failureOf(stepValidatePayment(PAYMENT))).toBeInstanceOf(CallAborted);
    expect(upstream.calls()).toEqual([]);
    await client.close();
  });

  it.each([NodeFetchTransport, UndiciTransport])(
    'over %p, which does not even connect',
    async (Transport) => {
      let connections = 0;
      const server = createServer((socket) => {
        connections += 1;
        socket.destroy();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const transport = new Transport();
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
      const sent = transport.send({ method: 'GET', url, headers: {}, signal: AbortSignal.abort() });
      expect(await failureOf(sent)).toBeInstanceOf(Error);
      transport.close();
      server.close();
      await once(server, 'close');
      expect(connections).toBe(0);
    },
  );
});
