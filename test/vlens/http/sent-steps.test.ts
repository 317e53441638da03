import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/clock.js';
import { UNOBSERVED } from '../../../src/vlens/caller.js';
import type { CallerKey } from '../../../src/vlens/caller-keys.js';
import type { HttpRequest } from '../../../src/vlens/http/transport.js';
import { createUpstream } from '../../../src/vlens/http/upstream.js';
import { VlensHttp } from '../../../src/vlens/http/vlens-http.js';
import { Pipeline } from '../../../src/vlens/pipeline.js';
import { operationsOf } from '../../support/vlens-operations.js';
import { PAYMENT, someSettings } from '../a-client.js';

/** Vlens over a way that fails with this code, before or after a step went out; a system's codes are the same for both. */
function overAWayThatDies(code: string, isSent: boolean) {
  const sends: HttpRequest[] = [];
  const transport = {
    async send(request: HttpRequest): Promise<never> {
      sends.push(request);
      if (isSent) request.onSending?.();
      throw Object.assign(new Error('The way has died.'), { code });
    },
    close() {},
  };
  const upstream = createUpstream(someSettings('http://vlens.example'), transport, systemClock);
  const api = operationsOf(
    new Pipeline({ send: new VlensHttp(upstream).send }).for({
      token: 'caller-token',
      key: 'caller-token' as CallerKey,
      signal: new AbortController().signal,
      observer: UNOBSERVED,
    }),
  );
  return { api, sends };
}

const CODES = [['ECONNREFUSED'], ['EHOSTUNREACH'], ['ENETUNREACH'], ['EADDRNOTAVAIL'], ['ERR_TLS_CERT_X']];

describe('A step whose connection ends with a code that is mostly one of connecting', () => {
  it.each(CODES)('is sent once and may have been taken, where it went out before: %s', async (code) => {
    const { api, sends } = overAWayThatDies(code, true);
    await expect(api.stepValidatePayment(PAYMENT)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      details: { outcome: 'UNKNOWN' },
    });
    expect(sends).toHaveLength(1);
  });

  it.each(CODES)('was surely not taken where it did not: %s', async (code) => {
    const { api } = overAWayThatDies(code, false);
    const fault = await api.stepValidatePayment(PAYMENT).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', details: { unsent: expect.any(String) } });
    expect(fault).not.toHaveProperty('details.outcome');
  });
});
