import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

const AHMED = { phoneNumber: '+201000000001', password: 'Cairo-2026!', deviceId: 'cairo-phone' };
const CAIRO = { latitude: 30.0444, longitude: 31.2357 };
const CAR_LOAN = 415;
const FORM = Object.entries({
  fullName: 'Ahmed Mohamed',
  nationalId: '29901234567890',
  monthlyIncome: '5000',
}).map(([key, value]) => ({ key, value }));
const WAIT_MS = 30_000;

const LOGIN = `mutation ($input: LoginInput!) {
  login(input: $input) { __typename ... on Session { accessToken } ... on Problem { message } }
}`;
const CREATE = `mutation ($input: CreateBusinessRequestInput!) {
  createBusinessRequest(input: $input) {
    __typename
    ... on BusinessRequestCreated { businessRequest { id status note } }
    ... on Problem { message }
  }
}`;
const STATUS = 'subscription ($id: UUID) { businessRequestStatusChanged(requestId: $id) { status } }';

/** What a router is taken through in front of the gateway and of another team's subgraph, in order. */
export const ROUTER_STORY = {
  async unions(teller) {
    const { login } = await teller.data(LOGIN, { input: { ...AHMED, geoLocation: CAIRO } });
    assert.equal(login.__typename, 'Session');
    teller.token = login.accessToken;
    const create = async (fields) => {
      const userDeviceUtcTime = await teller.world.now();
      const idempotencyKey = randomUUID();
      const input = {
        productTypeId: CAR_LOAN,
        fields,
        geoLocation: CAIRO,
        userDeviceUtcTime,
        idempotencyKey,
      };
      return (await teller.data(CREATE, { input })).createBusinessRequest;
    };
    const refused = await create([]);
    assert.notEqual(refused.__typename, 'BusinessRequestCreated');
    assert.equal(typeof refused.message, 'string');
    const createBusinessRequest = await create(FORM);
    assert.equal(createBusinessRequest.__typename, 'BusinessRequestCreated', createBusinessRequest.message);
    const { id, note } = createBusinessRequest.businessRequest;
    assert.equal(note, `About ${id.slice(-3)}`);
    teller.requestId = id;
    return 'yes';
  },

  async entities(teller) {
    const data = await teller.data(
      `query ($ids: [ID!]!) {
        noted(ids: $ids) { note status }
        favouriteProduct { slogan name formFields { key } }
        businessRequests { nodes { id note } }
      }`,
      { ids: [teller.requestId] },
    );
    const note = `About ${teller.requestId.slice(-3)}`;
    assert.deepEqual(data.noted, [{ note, status: 'APPROVED' }]);
    assert.equal(data.favouriteProduct.name, 'Car Loan');
    assert.equal(data.favouriteProduct.slogan, 'Drive well');
    assert.ok(data.favouriteProduct.formFields.length > 3);
    assert.deepEqual(data.businessRequests.nodes, [{ id: teller.requestId, note }]);
    return 'yes';
  },

  async 'token and request id'(teller) {
    const { errors } = await teller.ask('{ businessRequests { totalCount } }', {}, { token: null });
    assert.equal(errors[0].extensions.code, 'UNAUTHENTICATED');
    assert.equal(errors[0].extensions.requestId, teller.ids.at(-1));
    return 'pass through';
  },

  async 'codes of errors'(teller) {
    const mistake = await teller.ask('query ($id: UUID!) { businessRequest(id: $id) { id } }', {
      id: 'no id',
    });
    assert.equal(mistake.errors[0].extensions.code, 'BAD_USER_INPUT');
    await teller.world.control('POST', 'faults', {
      endpoint: 'GetBusinessRequestTypeTemplateFields',
      kind: 'http500',
    });
    const failed = await teller
      .ask('{ favouriteProduct { slogan name formFields { key } } }')
      .finally(() => teller.world.control('DELETE', 'faults'));
    assert.match(failed.errors[0].extensions.code, /^UPSTREAM_/);
    return failed.data?.favouriteProduct?.slogan
      ? 'pass through, and the rest of the answer'
      : 'pass through';
  },

  async 'once per operation'(teller) {
    const twice =
      'mutation ($input: LoginInput!) { a: login(input: $input) { __typename } b: login(input: $input) { __typename } }';
    const { errors } = await teller.ask(twice, { input: { ...AHMED, geoLocation: CAIRO } }, { token: null });
    assert.match(errors[0].message, /may ask for login once/);
    return 'holds';
  },

  async subscription(teller) {
    const { watch } = teller.opened;
    if (!watch) return null;
    const events = await watch(STATUS, { id: teller.requestId }, teller.headers());
    const { value } = await Promise.race([events.next(), timeOut()]);
    await events.return?.();
    assert.deepEqual(value?.errors, undefined);
    assert.equal(value.data.businessRequestStatusChanged.status, 'APPROVED');
    return 'yes';
  },
};

/** One router on its way through the story. */
export class RouterTeller {
  token = null;
  requestId = null;
  ids = [];

  constructor(opened, world) {
    Object.assign(this, { opened, world });
  }

  headers({ token = this.token } = {}) {
    this.ids.push(randomUUID());
    return { 'x-request-id': this.ids.at(-1), ...(token && { authorization: `Bearer ${token}` }) };
  }

  async ask(query, variables = {}, options = {}) {
    const response = await fetch(this.opened.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.headers(options) },
      body: JSON.stringify({ query, variables }),
    });
    return response.json();
  }

  async data(query, variables) {
    const { data, errors } = await this.ask(query, variables);
    assert.deepEqual(errors, undefined);
    return data;
  }
}

async function timeOut() {
  const { setTimeout } = await import('node:timers/promises');
  await setTimeout(WAIT_MS, undefined, { ref: false });
  throw new Error('no event');
}
