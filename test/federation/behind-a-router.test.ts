import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { aBusinessRequest, envelope, refusal, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { readAnswer, type TestServer } from '../support/server.js';
import { aDelivery, deliver, signatureOf } from '../support/webhook.js';
import { type NotesSubgraph, startNotes } from './notes-subgraph.js';
import { describeWithRouter, RouterProcess } from './router-process.js';
import { subscribeThroughRouter } from './router-stream.js';

const IDS = Array.from({ length: 100 }, (_, number) => requestIdOf(number));
const WEBHOOK_SECRET = 'the-secret-of-webhooks';

describeWithRouter('Behind a router, with another subgraph beside it', () => {
  let upstream: FakeUpstream;
  let gateway: TestServer;
  let notes: NotesSubgraph;
  let router: RouterProcess;
  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    const env = {
      FEDERATION: 'true',
      CACHE_MAX_AGE_MS: '0',
      WEBHOOK_SECRET,
      TRUST_PROXY: '1',
      MAX_FAILED_ATTEMPTS_PER_IP: '3',
    };
    gateway = await startTestGateway({ vlensUrl: upstream.url, env });
    notes = await startNotes(IDS, 414);
    router = await RouterProcess.start({ vlens: `${gateway.url}/graphql`, notes: notes.url });
    upstream.reset();
    upstream.requests = IDS.map((id) => aBusinessRequest({ id }));
  });
  afterEach(() => {
    upstream.reset();
    upstream.requests = IDS.map((id) => aBusinessRequest({ id }));
  });
  afterAll(async () => {
    await router.stop();
    await notes.close();
    await gateway.close();
    await upstream.close();
  });

  async function ask(query: string, token: string | null = 'a-token') {
    const response = await fetch(`${router.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query }),
    });
    return (await readAnswer<Record<string, unknown>>(response)).body;
  }

  it('a hundred requests that another team refers to cost one upstream call', async () => {
    const { data, errors } = await ask('{ notedRequests { id note status nextStep } }');
    expect(errors).toBeUndefined();
    expect(data?.notedRequests).toEqual(
      IDS.map((id) => ({ id, note: `About ${id.slice(-3)}`, status: 'APPROVED', nextStep: 'SIGN' })),
    );
    expect(upstream.calls().map(({ endpoint }) => endpoint)).toEqual(['listBusinessRequestIds']);
  });

  it('and one, too, with what only the full endpoints know', async () => {
    const { data, errors } = await ask('{ notedRequests { note documents { title } } }');
    expect(errors).toBeUndefined();
    expect(data?.notedRequests).toHaveLength(100);
    expect(upstream.calls().map(({ endpoint }) => endpoint)).toEqual(['listBusinessRequests']);
  });

  it('the list of the caller’s requests carries what the other team knows of them', async () => {
    const before = notes.operations();
    const { data, errors } = await ask('{ businessRequests(first: 100) { nodes { id note } } }');
    expect(errors).toBeUndefined();
    expect(data?.businessRequests).toEqual({
      nodes: IDS.map((id) => ({ id, note: `About ${id.slice(-3)}` })),
    });
    expect(notes.operations() - before).toBe(1);
  });

  it('a product that another team refers to is read with its form', async () => {
    const { data, errors } = await ask('{ favouriteProduct { slogan name formFields { key } } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      favouriteProduct: {
        slogan: 'Borrow well',
        name: 'Personal Loan',
        formFields: [{ key: 'monthlyIncome' }],
      },
    });
  });

  it('the caller’s own token reaches Vlens, and without one nothing does', async () => {
    await ask('{ notedRequests { status } }', 'mine');
    expect(upstream.lastCall('listBusinessRequestIds').headers.authorization).toBe('Bearer mine');
    upstream.reset();
    const { errors } = await ask('{ notedRequests { status } }', null);
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(upstream.calls()).toEqual([]);
  });

  it('a client can’t make up its address: its own X-Forwarded-For goes no further', async () => {
    const logIn = async (number: number) => {
      const response = await fetch(`${router.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${number}` },
        body: JSON.stringify({
          query: `mutation { login(input: { phoneNumber: "+2010000000${10 + number}", password: "guess", deviceId: "d",
            geoLocation: { latitude: 30, longitude: 31 } }) { __typename } }`,
        }),
      });
      return (await readAnswer<Record<string, unknown>>(response)).body;
    };
    upstream.answer('login', { body: refusal(4, 'Invalid user name or password') });
    for (let number = 0; number < 3; number += 1) await logIn(number);
    expect((await logIn(9)).errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
    expect(upstream.calls('login')).toHaveLength(3);
  });

  it('status changes come through the router, with what the other team knows', async () => {
    const [first, second] = IDS;
    if (!first || !second) throw new Error('There are a hundred.');
    const stream = await subscribeThroughRouter(
      router.url,
      'a-token',
      `subscription { businessRequestStatusChanged(requestId: "${first}") { status businessRequest { id note } } }`,
    );
    const told = { businessRequest: { id: first, note: `About ${first.slice(-3)}` } };
    expect(await stream.next()).toEqual({ businessRequestStatusChanged: { status: 'APPROVED', ...told } });
    upstream.requests = IDS.map((id) =>
      aBusinessRequest(
        id === first ? { id, requeststatus: 4, requestStatusName: 'Customer Signed' } : { id },
      ),
    );
    const body = JSON.stringify(aDelivery(first, 'Customer Signed'));
    await deliver(gateway.url, body, { signature: signatureOf(body, WEBHOOK_SECRET) });
    expect(await stream.next()).toEqual({
      businessRequestStatusChanged: { status: 'CUSTOMER_SIGNED', ...told },
    });
    await stream.stop();
  });

  it('SIGTERM ends it once what waits for Vlens is answered, also while somebody subscribes', async () => {
    const stream = await subscribeThroughRouter(
      router.url,
      'a-token',
      `subscription { businessRequestStatusChanged(requestId: "${IDS[0]}") { status } }`,
    );
    await stream.next();
    upstream.answer('listProductTypes', { delayMs: 1500, body: envelope([]) });
    const answered = ask('{ productTypes { name } }');
    await upstream.called('listProductTypes');
    const ended = router.terminate();
    expect(await answered).toEqual({ data: { productTypes: [] } });
    expect(await ended).toBe(0);
    await stream.stop();
  });
});
