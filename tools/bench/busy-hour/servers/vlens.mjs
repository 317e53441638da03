import { createHmac } from 'node:crypto';
import { Pool } from 'undici';

/** What each hand-written contender needs of Vlens: its calls, its answers, and the webhook's route, in a few lines. */
const pool = new Pool(process.env.UPSTREAM_URL, { connections: 128 });
const BASE = '/api/BusinessRequest';
const STATUS = [
  'PENDING_APPROVAL',
  'APPROVED',
  'REJECTED',
  'CUSTOMER_PARTIALLY_SIGNED',
  'CUSTOMER_SIGNED',
  'SERVICE_PROVIDER_PARTIALLY_SIGNED',
  'SERVICE_PROVIDER_SIGNED',
  'COMPLETED',
];

async function call(path, authorization, body) {
  const answer = await pool.request({
    path: `${BASE}/${path}`,
    method: body ? 'POST' : 'GET',
    headers: {
      ApiKey: process.env.API_KEY,
      authorization,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    body: body ? JSON.stringify(body) : null,
  });
  const envelope = await answer.body.json();
  if (answer.statusCode !== 200 || envelope.error_code)
    throw new Error(envelope.error_message ?? String(answer.statusCode));
  return envelope.data;
}

const toRequest = (sent) => ({
  id: sent.id.toLowerCase(),
  status: STATUS[sent.requeststatus - 1] ?? 'UNKNOWN',
  statusName: sent.requestStatusName,
  typeName: sent.typeName,
  formFields: sent.requestFields?.map(({ key, value }) => ({ key, value })) ?? [],
});

/** One caller's own requests: the list holds every status with one call, which is the cheaper read. */
export const vlens = {
  list: async (authorization) =>
    (await call('CurrentListIds?SkipCount=0&MaxResultCount=100', authorization)).map(toRequest),
  /** Of one request, by the list: the smaller answer. */
  status: async (authorization, id) => (await vlens.list(authorization)).find((request) => request.id === id),
  one: async (authorization, id) => toRequest(await call(`GetBusinessRequestById/${id}`, authorization)),
  step: (authorization, name, input) => call(`CustomerSign/${name}`, authorization, input),
  async signingLink(authorization, input) {
    const url = await call('GenerateSignContractLink', authorization, input);
    const asked = new URL(url).searchParams;
    return { url, securityHash: asked.get('SecurityHash') ?? asked.get('securityHash') };
  },
  pdf: (authorization, requestId, hash) =>
    call(`ViewContractPdf?RequestId=${requestId}&SecurityHash=${encodeURIComponent(hash)}`, authorization),
};

/** The request whose status changed; null where the delivery is not signed. */
export function changedRequest(body, signature) {
  const expected = `sha256=${createHmac('sha256', process.env.WEBHOOK_SECRET).update(body).digest('hex')}`;
  if (signature?.replaceAll('-', '').toLowerCase() !== expected) return null;
  return JSON.parse(body).Data?.Id?.toLowerCase() ?? null;
}

export const typeDefs = /* GraphQL */ `
  type Query {
    businessRequests(first: Int): Requests!
    businessRequest(id: ID!): BusinessRequest
    contractPdf(requestId: ID!, securityHash: String!): ContractPdf
  }
  type Mutation {
    requestActivationOtp(input: StepInput!): ActivationOtpSent
    validateActivationOtp(input: StepInput!): Done
    confirmPayment(input: StepInput!): Done
    generateSigningLink(input: StepInput!): SigningLink
  }
  type Subscription {
    businessRequestStatusChanged(requestId: ID!): BusinessRequest
  }
  type Requests { nodes: [BusinessRequest!]! }
  type BusinessRequest { id: ID! status: String! statusName: String typeName: String formFields: [FormField!]! }
  type FormField { key: String value: String }
  type ActivationOtpSent { otpRequestId: String! }
  type Done { message: String }
  type SigningLink { url: String! securityHash: String }
  type ContractPdf { url: String! }
  input Place { latitude: Float! longitude: Float! }
  input StepInput {
    requestId: ID!
    otpRequestId: String
    otpCode: String
    geoLocation: Place!
    userDeviceUtcTime: String!
  }
`;

const step =
  (name, answer) =>
  async (_, { input }, { authorization }) =>
    answer(await vlens.step(authorization, name, input));

/** Everything but the subscription, which each has means of its own for. */
export const resolvers = {
  Query: {
    businessRequests: async (_, __, { authorization }) => ({ nodes: await vlens.list(authorization) }),
    businessRequest: (_, { id }, { authorization }) => vlens.one(authorization, id),
    contractPdf: async (_, { requestId, securityHash }, { authorization }) => ({
      url: await vlens.pdf(authorization, requestId, securityHash),
    }),
  },
  Mutation: {
    requestActivationOtp: step('StepRequestOtp', ({ otpRequestId }) => ({ otpRequestId })),
    validateActivationOtp: step('StepValidateOtp', (message) => ({ message })),
    confirmPayment: step('StepValidatePayment', (message) => ({ message })),
    generateSigningLink: (_, { input }, { authorization }) => vlens.signingLink(authorization, input),
  },
};
