import { type EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { aBusinessRequest, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { held } from '../support/held.js';
import { type LiveSubscription, subscribeBySse, subscribeByWebSocket } from '../support/live-client.js';
import type { TestServer } from '../support/server.js';
import { ShiftedClock } from '../support/shifted-clock.js';
import { until } from '../support/until.js';
import { aDelivery, deliver, signatureOf, WEBHOOK_SECRET } from '../support/webhook.js';

const [ONE, TWO, THREE] = [requestIdOf(1), requestIdOf(2), requestIdOf(3)];

let upstream: FakeUpstream;
let gateway: TestServer;
let clock: ShiftedClock;
let subscriptions: LiveSubscription[];
beforeEach(async () => {
  subscriptions = [];
  upstream = await FakeUpstream.start();
  upstream.requests = [ONE, TWO].map((id) => aBusinessRequest({ id }));
  clock = new ShiftedClock();
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: { WEBHOOK_SECRET }, clock });
});
afterEach(async () => {
  for (const subscription of subscriptions) await subscription.stop();
  await gateway.close();
  await upstream.close();
});

const TRANSPORTS = [
  ['WebSocket', subscribeByWebSocket],
  ['SSE', subscribeBySse],
] as const;
const subscribe = (
  by: typeof subscribeBySse,
  token: string | null,
  id: string | null = null,
  query?: string,
) => {
  const subscription = by(gateway.url, token, { id }, query);
  subscriptions.push(subscription);
  return subscription;
};
/** Moves a request at Vlens, without telling anybody. */
const move = (id: string, requestStatusName: string) => {
  upstream.requests = upstream.requests.map((request) =>
    request.id === id ? { ...request, requestStatusName } : request,
  );
};
const told = ({ events }: LiveSubscription) =>
  events.map(({ data }) => {
    const change = data?.businessRequestStatusChanged as { requestId: string; status: string };
    return [change.requestId, change.status];
  });

describe.each(TRANSPORTS)('A subscriber over %s', (_, by) => {
  it('gets the present status, then the change that a webhook announced', async () => {
    const subscriber = subscribe(by, 'user-token', ONE);
    await subscriber.atLeast(1);
    move(ONE, 'Customer Signed');
    const delivery = aDelivery(ONE, 'CustomerSigned');
    expect(await deliver(gateway.url, delivery)).toBe(200);
    const [present, change] = await subscriber.atLeast(2);
    expect(present?.data).toMatchObject({
      businessRequestStatusChanged: { requestId: ONE, status: 'APPROVED' },
    });
    expect(change?.data).toEqual({
      businessRequestStatusChanged: {
        requestId: ONE,
        status: 'CUSTOMER_SIGNED',
        statusName: 'Customer Signed',
        changedAt: delivery.CreationTimeUtc?.replace(/\d{4}Z$/, 'Z'),
      },
    });
  });

  it('to all requests gets all of them, and a new one', async () => {
    const subscriber = subscribe(by, 'user-token');
    await subscriber.atLeast(2);
    upstream.requests = [
      aBusinessRequest({ id: THREE, requestStatusName: 'Pending Approval' }),
      ...upstream.requests,
    ];
    await deliver(gateway.url, aDelivery(THREE, 'PendingApproval'));
    await subscriber.atLeast(3);
    expect(told(subscriber)).toEqual([
      [ONE, 'APPROVED'],
      [TWO, 'APPROVED'],
      [THREE, 'PENDING_APPROVAL'],
    ]);
  });

  it('hears nothing that its own token does not read', async () => {
    const subscriber = subscribe(by, 'user-token', ONE);
    await subscriber.atLeast(1);
    await deliver(gateway.url, aDelivery(ONE, 'Completed'));
    await deliver(gateway.url, aDelivery(THREE, 'Completed'));
    move(ONE, 'Customer Signed');
    await deliver(gateway.url, aDelivery(ONE, 'CustomerSigned'));
    await subscriber.atLeast(2);
    expect(told(subscriber)).toEqual([
      [ONE, 'APPROVED'],
      [ONE, 'CUSTOMER_SIGNED'],
    ]);
  });

  it('without a token, with one that has expired, or to what is not theirs, is told why and ended', async () => {
    const anonymous = subscribe(by, null, ONE);
    await anonymous.ended();
    expect(anonymous.events[0]?.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    const stranger = subscribe(by, 'user-token', THREE);
    await stranger.ended();
    expect(stranger.events[0]?.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    const subscriber = subscribe(by, 'user-token', ONE);
    await subscriber.atLeast(1);
    upstream.answer('listBusinessRequestIds', { status: 401 });
    await deliver(gateway.url, aDelivery(ONE, 'CustomerSigned'));
    await subscriber.ended();
    expect(subscriber.events.at(-1)?.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/log in again/i),
      extensions: { code: 'UNAUTHENTICATED', requestId: expect.any(String) },
    });
  });

  it('is held to the limits of documents, and its errors tell nothing', async () => {
    const invalid = subscribe(
      by,
      'user-token',
      ONE,
      'subscription { businessRequestStatusChanged { nothing } }',
    );
    await invalid.ended();
    const errors = invalid.events[0]?.errors ?? (invalid.end as { extensions?: object }[]);
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    const deep = `{ relatedRequests ${'{ relatedRequests '.repeat(12)}{ id }${' }'.repeat(13)}`;
    const tooDeep = subscribe(
      by,
      'user-token',
      ONE,
      `subscription { businessRequestStatusChanged { businessRequest ${deep} } }`,
    );
    await tooDeep.ended();
    expect(JSON.stringify(tooDeep.events[0]?.errors ?? tooDeep.end)).toContain('GRAPHQL_VALIDATION_FAILED');
  });

  it('may send queries and mutations too, once for a code', async () => {
    const query = subscribe(by, 'user-token', null, '{ eligibility { isEligible } }');
    await query.ended();
    expect(query.events).toMatchObject([{ data: { eligibility: { isEligible: true } } }]);
    const guess = (
      code: string,
    ) => `validateActivationOtp(input: { requestId: "${ONE}", otpRequestId: "o", otpCode: "${code}",
      geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z" }) { __typename }`;
    const twice = subscribe(
      by,
      'user-token',
      null,
      `mutation { a: ${guess('123456')} b: ${guess('654321')} }`,
    );
    await twice.ended();
    expect(JSON.stringify(twice.events[0]?.errors ?? twice.end)).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(upstream.calls('stepValidateOtp')).toEqual([]);
  });
});

describe('One read of a caller serves all their subscribers', () => {
  it('when they open, and when a webhook comes', async () => {
    const tabs = Array.from({ length: 20 }, () => subscribe(subscribeBySse, 'user-token', ONE));
    for (const tab of tabs) await tab.atLeast(1);
    const opened = upstream.calls().length;
    expect(opened).toBeLessThanOrEqual(2);
    move(ONE, 'Customer Signed');
    await deliver(gateway.url, aDelivery(ONE, 'CustomerSigned'));
    for (const tab of tabs) await tab.atLeast(2);
    expect(upstream.calls().length).toBe(opened + 1);
  });

  it('and a change is told once, however often and late it is announced', async () => {
    const subscriber = subscribe(subscribeByWebSocket, 'user-token', ONE);
    await subscriber.atLeast(1);
    move(ONE, 'Customer Signed');
    const delivery = aDelivery(ONE, 'CustomerSigned');
    for (let Attempt = 1; Attempt <= 5; Attempt += 1) await deliver(gateway.url, { ...delivery, Attempt });
    await subscriber.atLeast(2);
    await deliver(gateway.url, aDelivery(ONE, 'Approved'));
    move(ONE, 'Completed');
    await deliver(gateway.url, aDelivery(ONE, 'Completed'));
    await subscriber.atLeast(3);
    expect(told(subscriber)).toEqual([
      [ONE, 'APPROVED'],
      [ONE, 'CUSTOMER_SIGNED'],
      [ONE, 'COMPLETED'],
    ]);
  });
});

const SIGNED = aDelivery(ONE, 'Approved');

describe('A webhook', () => {
  it.each<[string, (signature: string) => string]>([
    ['hyphens and capitals', (signature) => signature],
    ['plain hex', (signature) => signature.replaceAll('-', '').toLowerCase()],
  ])('is taken when it is signed with %s', async (_, written) => {
    const body = JSON.stringify(aDelivery(ONE, 'Approved'));
    expect(await deliver(gateway.url, body, { signature: written(signatureOf(body)) })).toBe(200);
  });

  it.each([
    ['unsigned', null],
    ['signed with nothing', 'sha256='],
    ['signed with another secret', `sha256=${'0'.repeat(64)}`],
    ['signed with half a byte too much', `${signatureOf(JSON.stringify(SIGNED))}-A`],
    ['signed with another algorithm', signatureOf(JSON.stringify(SIGNED)).replace('sha256', 'sha1')],
  ])('that is %s is refused with 401', async (_, signature) => {
    expect(await deliver(gateway.url, SIGNED, { signature })).toBe(401);
  });

  it('whose body was changed on its way, if only by a space, is refused with 401', async () => {
    const body = JSON.stringify(SIGNED);
    const signature = signatureOf(body);
    expect(await deliver(gateway.url, `${body} `, { signature })).toBe(401);
    expect(await deliver(gateway.url, body, { signature })).toBe(200);
  });

  it('is answered before anybody is looked after', async () => {
    const subscriber = subscribe(subscribeBySse, 'user-token', ONE);
    await subscriber.atLeast(1);
    move(ONE, 'Customer Signed');
    const [released, release] = held();
    upstream.answer('listBusinessRequestIds', {
      until: released,
      body: { data: upstream.requests, totalCount: 2 },
    });
    expect(await deliver(gateway.url, aDelivery(ONE, 'CustomerSigned'))).toBe(200);
    expect(subscriber.events).toHaveLength(1);
    release();
    await subscriber.atLeast(2);
  });

  it.each(['', '[]', '{}', 'not json', '{"Data":{"Id":"no uuid"}}', JSON.stringify({ Data: {} })])(
    'that says %j is refused with 400',
    async (body) => {
      expect(await deliver(gateway.url, body)).toBe(400);
    },
  );

  it('that is too large is refused with 413', async () => {
    expect(await deliver(gateway.url, `{"pad":"${'x'.repeat(70_000)}"}`)).toBe(413);
  });

  it('of another event is taken and left alone', async () => {
    expect(await deliver(gateway.url, aDelivery(ONE, 'x', { WebhookEvent: 'App.Other' }))).toBe(200);
  });

  it('finds nobody where there is no secret', async () => {
    await gateway.close();
    gateway = await startTestGateway({ vlensUrl: upstream.url });
    expect(await deliver(gateway.url, aDelivery(ONE, 'Approved'))).toBe(404);
  });

  it('that was lost leaves a new subscriber with the present status all the same', async () => {
    await gateway.query(`{ businessRequest(id: "${ONE}") { status } }`, {}, { token: 'user-token' });
    clock.advance(1100);
    move(ONE, 'Customer Signed');
    const subscriber = subscribe(subscribeBySse, 'user-token', ONE);
    await subscriber.atLeast(1);
    expect(told(subscriber)).toEqual([[ONE, 'CUSTOMER_SIGNED']]);
  });

  it('makes the next read of its request a fresh one, and a status good for longer until then', async () => {
    const status = async () => {
      const { body } = await gateway.query(
        `{ businessRequest(id: "${ONE}") { status } }`,
        {},
        { token: 'user-token' },
      );
      return (body.data as { businessRequest: { status: string } }).businessRequest.status;
    };
    expect(await status()).toBe('APPROVED');
    clock.advance(29_000);
    expect(await status()).toBe('APPROVED');
    expect(upstream.calls()).toHaveLength(1);
    move(ONE, 'Customer Signed');
    await deliver(gateway.url, aDelivery(TWO, 'Approved'));
    await deliver(gateway.url, aDelivery(ONE, 'CustomerSigned'));
    expect(await status()).toBe('CUSTOMER_SIGNED');
    expect(upstream.calls()).toHaveLength(2);
    // It tells no more than was read: as after the caller's own step.
    await deliver(gateway.url, aDelivery(ONE, 'CustomerSigned'));
    expect(await status()).toBe('CUSTOMER_SIGNED');
    expect(upstream.calls()).toHaveLength(2);
    move(ONE, 'Rejected');
    await deliver(gateway.url, aDelivery(ONE, 'Rejected'));
    expect(await status()).toBe('REJECTED');
  });
});

describe('A request that was read in full', () => {
  const ask = async (fields: string, token = 'user-token') => {
    const document = `{ businessRequest(id: "${ONE}") { ${fields} } }`;
    const { body } = await gateway.query(document, {}, { token });
    return (body.data as { businessRequest: { status: string } }).businessRequest.status;
  };
  const FULL = 'status formFields { key }';

  it('tells its status to the caller who read it for as long as a status may be old, and no more than that', async () => {
    await ask(FULL);
    clock.advance(29_000);
    expect(await ask('status statusName')).toBe('APPROVED');
    expect(upstream.calls()).toHaveLength(1);
    await ask(FULL);
    expect(upstream.calls()).toHaveLength(2);
    await ask('status', 'another-token');
    expect(upstream.calls()).toHaveLength(3);
    clock.advance(31_000);
    await ask('status');
    expect(upstream.calls()).toHaveLength(4);
  });

  it('is outdated by its webhook, and by a step of its caller', async () => {
    await ask(FULL);
    move(ONE, 'Customer Signed');
    await deliver(gateway.url, aDelivery(ONE, 'CustomerSigned'));
    expect(await ask('status')).toBe('CUSTOMER_SIGNED');
    await ask(FULL);
    move(ONE, 'Completed');
    const input = `{ requestId: "${ONE}", geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z" }`;
    const step = `mutation { confirmPayment(input: ${input}) { __typename } }`;
    await gateway.query(step, {}, { token: 'user-token' });
    expect(await ask('status')).toBe('COMPLETED');
  });

  it('opens no subscription: that is with the present status', async () => {
    await ask(FULL);
    clock.advance(1100);
    move(ONE, 'Customer Signed');
    const subscriber = subscribe(subscribeBySse, 'user-token', ONE);
    await subscriber.atLeast(1);
    expect(told(subscriber)).toEqual([[ONE, 'CUSTOMER_SIGNED']]);
  });
});

describe('A webhook about an open request', () => {
  it('makes its customer’s eligibility be read again, however long it would be good', async () => {
    await gateway.close();
    const env = { WEBHOOK_SECRET, CACHE_MAX_AGE_MS: '600000' };
    gateway = await startTestGateway({ vlensUrl: upstream.url, env });
    const isEligible = async (token: string) => {
      const { body } = await gateway.query('{ eligibility { isEligible } }', {}, { token });
      return (body.data as { eligibility: { isEligible: boolean } }).eligibility.isEligible;
    };
    upstream.answer(
      'checkEligibility',
      { body: { data: { isEligible: false } } },
      { body: { data: { isEligible: true } } },
    );
    expect(await isEligible('user-token')).toBe(false);
    expect(await isEligible('user-token')).toBe(false);
    await deliver(gateway.url, aDelivery(ONE, 'Completed'));
    expect(await isEligible('user-token')).toBe(true);
    expect(await isEligible('user-token')).toBe(true);
    expect(upstream.calls()).toHaveLength(2);
  });
});

describe('Those who poll while webhooks come', () => {
  it('cost one call per caller, and one more when what they poll has changed', async () => {
    const [callers, clients, rounds] = [50, 5, 2];
    upstream.requests = [aBusinessRequest({ id: ONE })];
    const statusFor = async (caller: number) => {
      const document = `{ businessRequest(id: "${ONE}") { status } }`;
      const { body } = await gateway.query(document, {}, { token: `caller-${caller}` });
      return (body.data as { businessRequest: { status: string } }).businessRequest.status;
    };
    const poll = async () => {
      const seen = new Set<string>();
      for (let caller = 0; caller < callers; caller += 1) {
        const all = await Promise.all(Array.from({ length: clients }, () => statusFor(caller)));
        for (const status of all) seen.add(status);
      }
      return [...seen];
    };
    for (let round = 0; round < rounds; round += 1) expect(await poll()).toEqual(['APPROVED']);
    await deliver(gateway.url, aDelivery(TWO, 'Completed'));
    expect(await poll()).toEqual(['APPROVED']);
    expect(upstream.calls()).toHaveLength(callers);
    move(ONE, 'Customer Signed');
    await deliver(gateway.url, aDelivery(ONE, 'CustomerSigned'));
    expect(await poll()).toEqual(['CUSTOMER_SIGNED']);
    expect(upstream.calls()).toHaveLength(2 * callers);
  });
});

describe('A gateway that is being stopped', () => {
  it('turns a new WebSocket away, and is not kept from stopping by it', async () => {
    await gateway.close();
    // Were it kept from stopping, this test would never end.
    const env = { SHUTDOWN_TIMEOUT_MS: '600000' };
    gateway = await startTestGateway({ vlensUrl: upstream.url, env });
    const [released, release] = held();
    upstream.answer('checkEligibility', { until: released, body: { data: { isEligible: true } } });
    const underWay = gateway.query('{ eligibility { isEligible } }', {}, { token: 'user-token' });
    await upstream.called('checkEligibility');
    const closed = gateway.close();
    const late = Array.from({ length: 5 }, () => subscribe(subscribeByWebSocket, 'user-token', ONE));
    for (const each of late) await each.ended();
    release();
    expect((await underWay).status).toBe(200);
    await closed;
    gateway = await startTestGateway({ vlensUrl: upstream.url });
  });
});

describe('A token may come', () => {
  it.each<[string, Record<string, unknown>]>([
    ['as authorization', { authorization: 'Bearer user-token' }],
    ['as Authorization', { Authorization: 'bearer user-token' }],
    ['under headers', { headers: { Authorization: 'Bearer user-token' } }],
    ['bare, as token', { token: 'user-token' }],
  ])('in connection_init %s', async (_, params) => {
    const subscription = subscribeByWebSocket(gateway.url, null, { id: ONE }, undefined, params);
    subscriptions.push(subscription);
    await subscription.atLeast(1);
    expect(told(subscription)).toEqual([[ONE, 'APPROVED']]);
    expect(upstream.lastCall('listBusinessRequestIds').headers.authorization).toBe('Bearer user-token');
  });
});

function goneOnceRead(socket: EventEmitter & { resume(): unknown }): () => Promise<unknown> {
  const gone = once(socket, 'close');
  return () => {
    socket.resume();
    return gone;
  };
}

const HEAVY = `subscription {
  businessRequestStatusChanged(requestId: "${ONE}") { status businessRequest { documents { content } } }
}`;

/** Subscribes and never reads; resolves when the connection has gone, once it is read again. */
const SLOW_READERS: Record<string, () => { gone: () => Promise<unknown> }> = {
  sse() {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => undefined);
    const body = JSON.stringify({ query: HEAVY });
    socket.write(
      `POST /graphql/stream HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\naccept: text/event-stream\r\n` +
        `authorization: Bearer slow-reader\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    socket.pause();
    return { gone: goneOnceRead(socket) };
  },
  websocket() {
    const url = `${gateway.url.replace('http', 'ws')}/graphql`;
    const socket = new WebSocket(url, 'graphql-transport-ws').on('error', () => undefined);
    const send = (message: object) => socket.send(JSON.stringify(message));
    socket.on('open', () =>
      send({ type: 'connection_init', payload: { authorization: 'Bearer slow-reader' } }),
    );
    socket.once('message', () => {
      send({ id: '1', type: 'subscribe', payload: { query: HEAVY } });
      socket.pause();
    });
    return { gone: goneOnceRead(socket) };
  },
};

describe('A reader who does not read', () => {
  it.each(Object.entries(SLOW_READERS))('over %s is let go, and the others go on', async (slow, open) => {
    await gateway.close();
    // Much more than a pause of the others' takes on a busy machine.
    const overrides = { maxBacklogMs: 2000 };
    gateway = await startTestGateway({ vlensUrl: upstream.url, env: { WEBHOOK_SECRET }, overrides });
    const content = 'x'.repeat(2_000_000);
    upstream.requests = [
      aBusinessRequest({ id: ONE, documents: [{ order: 1, title: 'c', content, isHtml: false }] }),
    ];
    const reader = open();
    const other = subscribe(subscribeBySse, 'user-token', ONE);
    await other.atLeast(1);
    const statuses = ['Customer Signed', 'Service Provider Signed', 'Completed', 'Approved', 'Rejected'];
    for (const [number, status] of [...statuses, ...statuses].entries()) {
      move(ONE, status);
      await deliver(gateway.url, aDelivery(ONE, status.replaceAll(' ', '')));
      await other.atLeast(number + 2);
    }
    const isLetGo = () =>
      gateway.logs.some(
        ({ msg, transport, events }) => msg === 'stream' && transport === slow && Number(events) < 11,
      );
    await until(isLetGo);
    await reader.gone();
  });
});

describe('A stream', () => {
  it('over WebSocket is not compressed, whatever its client offers', async () => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      perMessageDeflate: true,
    });
    const [response] = await once(socket, 'upgrade');
    expect(response.headers['sec-websocket-protocol']).toBe('graphql-transport-ws');
    expect(response.headers['sec-websocket-extensions']).toBeUndefined();
    socket.terminate();
  });

  it('over SSE is never stored', async () => {
    const response = await fetch(`${gateway.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toMatch(
      /^:\n\nevent: next\ndata: \{"data":\{"__typename":"Query"\}.*\}\n\nevent: complete\ndata:\n\n$/,
    );
  });

  it('tells all subscribers of one connection, each under their own id and what they asked', async () => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const heard: { id: string; payload: { data: { businessRequestStatusChanged: { status: string } } } }[] =
      [];
    const say = (message: object) => socket.send(JSON.stringify(message));
    socket.on('message', (text) => {
      const message = JSON.parse(String(text));
      if (message.type === 'next') heard.push(message);
    });
    await once(socket, 'open');
    say({ type: 'connection_init', payload: { authorization: 'Bearer user-token' } });
    await once(socket, 'message');
    const query = `subscription ($id: UUID) { businessRequestStatusChanged(requestId: $id) { status } }`;
    for (const [id, variables] of Object.entries({ a: { id: ONE }, b: { id: ONE }, c: { id: TWO } }))
      say({ type: 'subscribe', id, payload: { query, variables } });
    await until(() => heard.length === 3);
    say({ type: 'complete', id: 'a' });
    move(ONE, 'Customer Signed');
    await deliver(gateway.url, aDelivery(ONE, 'CustomerSigned'));
    await until(() => heard.length === 4);
    expect(heard.map(({ id }) => id).sort()).toEqual(['a', 'b', 'b', 'c']);
    expect(heard.at(-1)?.payload.data.businessRequestStatusChanged).toEqual({ status: 'CUSTOMER_SIGNED' });
    socket.terminate();
  });
});

describe('A message over WebSocket that nests deeper than any input', () => {
  const deep = JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`);

  it('is refused, and the connection stays', async () => {
    const subscriber = subscribeByWebSocket(gateway.url, 'user-token', { id: ONE, more: deep });
    subscriptions.push(subscriber);
    await subscriber.ended();
    expect(subscriber.end).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
  });

  it('opens no connection', async () => {
    const params = { Authorization: 'Bearer user-token', more: deep };
    const subscriber = subscribeByWebSocket(gateway.url, null, { id: ONE }, undefined, params);
    subscriptions.push(subscriber);
    await subscriber.ended();
    expect(subscriber.end).toMatchObject({ code: 4403 });
  });
});
