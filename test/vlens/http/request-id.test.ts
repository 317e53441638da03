import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { systemClock } from '../../../src/clock.js';
import { UNOBSERVED } from '../../../src/vlens/caller.js';
import type { CallerKey } from '../../../src/vlens/caller-keys.js';
import type { HttpRequest, HttpResponse } from '../../../src/vlens/http/transport.js';
import { createUpstream } from '../../../src/vlens/http/upstream.js';
import { VlensHttp } from '../../../src/vlens/http/vlens-http.js';
import { Pipeline } from '../../../src/vlens/pipeline.js';
import { envelope, REQUEST_ID } from '../../support/builders.js';
import { someSettings } from '../a-client.js';

const BODY = Buffer.from(JSON.stringify(envelope('Done.')));
const OK: HttpResponse = {
  status: 200,
  header: () => null,
  body: Readable.from([BODY]),
  bytes: async () => BODY,
  whenOver: (callback) => callback(),
};

it('A step whose connection was refused is made again under the same id, the next one under another', async () => {
  const sent: (string | undefined)[] = [];
  const send = async ({ headers }: HttpRequest) => {
    sent.push(headers['X-Request-Id']);
    if (sent.length === 1) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    return OK;
  };
  const upstream = createUpstream(someSettings('http://vlens.test'), { send, close: () => {} }, systemClock);
  const vlens = new Pipeline({ send: new VlensHttp(upstream).send }).for({
    token: 'user-token',
    key: 'caller' as CallerKey,
    signal: new AbortController().signal,
    observer: UNOBSERVED,
    requestId: 'from-the-app',
  });
  const input = {
    requestId: REQUEST_ID,
    geoLocation: { latitude: 30, longitude: 31 },
    userDeviceUtcTime: new Date('2026-11-23T12:00:00Z'),
  };
  await vlens.call('stepValidatePayment', input as never);
  await vlens.call('stepValidatePayment', input as never);
  expect(sent).toEqual(['from-the-app', 'from-the-app', 'from-the-app.2']);
});
