import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { OPERATIONS } from './operations.mjs';

const AHMED = { phoneNumber: '+201000000001', password: 'Cairo-2026!', deviceId: 'cairo-phone' };
const CAIRO = { latitude: 30.0444, longitude: 31.2357 };
const ASWAN = { latitude: 24.0889, longitude: 32.8998 };
const CAR_LOAN = 415;
const FORM = Object.entries({
  fullName: 'Ahmed Mohamed',
  nationalId: '29901234567890',
  monthlyIncome: '5000',
});
const TOKEN_SECONDS = 24 * 60 * 60;
const WAIT_MS = 30_000;

/** What a client is taken through, in order. Each answers with a note for the reference, or null where the client has no such thing. */
export const STORY = {
  async 'log in'(teller) {
    const { login } = await teller.ask('Login', { input: { ...AHMED, geoLocation: CAIRO } });
    assert.equal(login.__typename, 'Session');
    teller.token = login.accessToken;
    return 'yes';
  },

  async 'list with form'(teller) {
    const read = await teller.ask('Form');
    assert.deepEqual(plain(read), await teller.askPlainly('Form'));
    return 'yes';
  },

  async 'cached read'(teller) {
    const before = teller.recorder.requests.length;
    const again = await teller.ask('Form');
    const sent = teller.recorder.requests.length - before;
    assert.equal(sent, teller.client.caches ? 0 : 1);
    // Each dropdown has its own words also out of a normalised cache.
    assert.deepEqual(plain(again), await teller.askPlainly('Form'));
    return teller.client.caches ? 'yes' : null;
  },

  async 'sign with liveness'(teller) {
    const fields = FORM.map(([key, value]) => ({ key, value }));
    const { createBusinessRequest } = await teller.step('Create', { productTypeId: CAR_LOAN, fields }, CAIRO);
    assert.equal(createBusinessRequest.__typename, 'BusinessRequestCreated');
    const requestId = createBusinessRequest.businessRequest.id;
    teller.requestId = requestId;
    const far = await teller.step('Otp', { requestId });
    assert.equal(far.requestActivationOtp.__typename, 'LivenessRequired');
    const { transactionId } = far.requestActivationOtp;
    const { scan } = teller;
    const { revalidateLiveness } = await teller.step('Liveness', { requestId, transactionId, scan });
    assert.equal(revalidateLiveness.__typename, 'LivenessRevalidated');
    const { requestActivationOtp } = await teller.step('Otp', { requestId, transactionId });
    const { otpRequestId } = requestActivationOtp;
    const otpCode = await teller.world.newestCode(AHMED.phoneNumber);
    const { validateActivationOtp } = await teller.step('Code', { requestId, otpRequestId, otpCode });
    assert.equal(validateActivationOtp.__typename, 'ActivationOtpValidated');
    const { confirmPayment } = await teller.step('Confirm', { requestId });
    assert.equal(confirmPayment.businessRequest.status, 'CUSTOMER_SIGNED');
    return 'yes';
  },

  async 'automatic persisted queries'(teller) {
    if (!teller.opened.byHash) return null;
    for (const byGet of [false, true]) {
      // What was remembered of the first time is found the second time, by a client that knows nothing of the first.
      assert.deepEqual(await sentByHash(teller, byGet), byGet ? ['hash'] : ['hash', 'hash and text']);
      assert.deepEqual(await sentByHash(teller, byGet), ['hash']);
    }
    return 'yes';
  },

  'subscription over WebSocket': (teller) => subscription(teller, teller.opened.watch),
  'subscription over server-sent events': (teller) => subscription(teller, teller.opened.watchEvents),

  async 'an error of one field'(teller) {
    await teller.world.control('POST', 'faults', {
      endpoint: 'GetBusinessRequestTypeTemplateFields',
      kind: 'http500',
    });
    const answer = teller.opened.run('Product', { id: CAR_LOAN });
    const { data, faults } = await answer.finally(() => teller.world.control('DELETE', 'faults'));
    assert.match(faults[0]?.code ?? 'no code', /^UPSTREAM_/);
    return data?.productType?.name ? 'code, and the rest of the answer' : 'code';
  },

  async 'an aborted read'(teller) {
    if (teller.client.overWebSocket) return null;
    teller.recorder.hold();
    const stop = new AbortController();
    const [request] = await Promise.all([
      teller.recorder.next('recorded'),
      Promise.race([teller.opened.run('Request', { id: randomUUID() }, { signal: stop.signal }), pause(300)]),
    ]);
    const ended = teller.recorder.next('ended');
    stop.abort();
    const isAborted = await Promise.race([ended.then(() => request.aborted), pause(3000, false)]);
    teller.recorder.release();
    await ended;
    return isAborted ? 'ends the request' : 'the request goes on';
  },

  async 'an expired token'(teller) {
    await teller.world.passSeconds(TOKEN_SECONDS + 1);
    const { faults } = await teller.opened.run('Request', { id: randomUUID() });
    assert.equal(faults[0]?.code, 'UNAUTHENTICATED');
    return 'code';
  },

  async 'an expired token on a WebSocket'(teller) {
    if (!teller.opened.watch) return null;
    const { faults } = await teller.firstOf(teller.opened.watch, {});
    assert.match(faults[0].code, /^(UNAUTHENTICATED|closed 4403)$/);
    const { login } = await teller.askPlainly('Login', { input: { ...AHMED, geoLocation: CAIRO } });
    teller.token = login.accessToken;
    const { data } = await teller.firstOf(teller.opened.watch, { id: teller.requestId });
    assert.equal(data?.businessRequestStatusChanged.status, 'SERVICE_PROVIDER_SIGNED');
    return 'code; the next subscription has the new token';
  },
};

/** What went over the wire for one query of a client that sends hashes. */
async function sentByHash({ opened, recorder }, byGet) {
  const before = recorder.requests.length;
  const { data, faults } = await opened.byHash(byGet, 'List');
  assert.deepEqual(faults, []);
  assert.ok(data.businessRequests.nodes.length > 0);
  const sent = recorder.requests.slice(before);
  assert.equal(sent[0].method, byGet ? 'GET' : 'POST');
  return sent.map(({ path, body }) => {
    const all = decodeURIComponent(path) + body;
    return [/sha256Hash/.test(all) && 'hash', /businessRequests/.test(all) && 'text']
      .filter(Boolean)
      .join(' and ');
  });
}

/** The present status comes first, then what changes. */
async function subscription(teller, watch) {
  if (!watch) return null;
  const seen = [];
  let heard = () => {};
  const stop = watch(
    'Status',
    { id: teller.requestId },
    {
      next: (answer) => {
        seen.push(answer);
        heard();
      },
    },
  );
  const until = async (count) => {
    while (seen.length < count)
      await new Promise((resolve, reject) => {
        heard = resolve;
        setTimeout(reject, WAIT_MS, new Error(`${seen.length} of ${count} events`));
      });
  };
  await until(1);
  assert.deepEqual(seen[0].faults, []);
  if (seen[0].data.businessRequestStatusChanged.status === 'CUSTOMER_SIGNED') {
    await teller.world.control('POST', `requests/${teller.requestId}/countersign`, {});
    await until(2);
    assert.equal(seen[1].data.businessRequestStatusChanged.status, 'SERVICE_PROVIDER_SIGNED');
  }
  stop();
  return 'yes';
}

/** One client on its way through the story. */
export class Teller {
  token = null;
  requestId = null;

  constructor({ client, recorder, world, scan }) {
    Object.assign(this, { client, recorder, world, scan });
  }

  /** @param opened what the client's adapter opened */
  begin(opened) {
    this.opened = opened;
  }

  async ask(name, variables = {}) {
    const { data, faults } = await this.opened.run(name, variables);
    assert.deepEqual(faults, []);
    return data;
  }

  /** A signing step, from far away unless said otherwise. */
  async step(name, input, geoLocation = ASWAN) {
    return this.ask(name, {
      input: {
        ...input,
        geoLocation,
        userDeviceUtcTime: await this.world.now(),
        idempotencyKey: randomUUID(),
      },
    });
  }

  /** The same operation without any client. */
  async askPlainly(name, variables = {}) {
    const response = await fetch(`${this.recorder.gatewayUrl}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.token && { authorization: `Bearer ${this.token}` }),
      },
      body: JSON.stringify({ query: OPERATIONS[name].text, variables }),
    });
    const { data, errors } = await response.json();
    assert.equal(errors, undefined);
    return data;
  }

  firstOf(watch, variables) {
    return new Promise((resolve, reject) => {
      setTimeout(reject, WAIT_MS, new Error('no event'));
      const stop = watch('Status', variables, {
        next: (answer) => {
          resolve(answer);
          setImmediate(() => stop());
        },
      });
    });
  }
}

/** Without what clients add for themselves. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  const own = Object.entries(value).filter(([key]) => !key.startsWith('__'));
  return Object.fromEntries(own.map(([key, part]) => [key, plain(part)]));
}
