import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, print, separateOperations } from 'graphql';
import { fetchWatch } from '../../client/src/index.js';
import { OPERATIONS } from '../../src/vlens/operations.js';
import { REQUEST_ID } from '../support/builders.js';
import { contractRoutes } from '../support/contract.js';
import { TRANSACTION_ID } from '../support/fake-customer-answers.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { openApi } from '../support/openapi.js';
import { aJpeg } from '../support/pictures.js';
import type { TestServer } from '../support/server.js';

const FOLDER = new URL('../../client/operations/', import.meta.url);
/** Each with the fragments that it takes from other files. */
const documents = new Map(
  Object.entries(
    separateOperations(
      parse(
        readdirSync(FOLDER)
          .map((file) => readFileSync(new URL(file, FOLDER), 'utf8'))
          .join('\n'),
      ),
    ),
  ).map(([name, document]) => [name, print(document)]),
);

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const PHONE = { phoneNumber: '+201234567890' };
const MAIL = { email: 'ahmed@example.com' };
const LOST = { emailOrPhoneNumber: 'ahmed@example.com' };
const CODE = { codeRequestId: 'code-1', code: '123456' };
const HERE = { geoLocation: { latitude: 30.0444, longitude: 31.2357 } };
const MOMENT = { ...HERE, userDeviceUtcTime: '2026-11-28T12:00:00Z' };
const OF_REQUEST = { requestId: REQUEST_ID, ...MOMENT };
const [image, face1, face2, face3] = [1, 2, 3, 4].map((seed) => aJpeg({ seed }).toString('base64'));
const ADMIN = { userNameOrEmailAddress: 'admin', password: 'p', tenancyName: 'bank' };

/** What each document of the client is sent with; the others take no variables. */
const INPUTS: Record<string, object> = {
  LogIn: { ...PHONE, password: 'p', deviceId: 'd', ...HERE },
  RefreshSession: { refreshToken: 'refresh-1' },
  AdminLogIn: ADMIN,
  SendPhoneCode: PHONE,
  ConfirmPhone: { ...PHONE, ...CODE },
  SendEmailCode: MAIL,
  ConfirmEmail: { ...MAIL, ...CODE },
  VerifyOAuthToken: { provider: 'GOOGLE', idToken: 'token' },
  Register: { ...PHONE, deviceId: 'd', ...HERE },
  SendPasswordResetCode: LOST,
  ConfirmPasswordResetCode: { ...LOST, ...CODE },
  VerifyIdFront: { image },
  VerifyIdBack: { image, transactionId: TRANSACTION_ID },
  VerifyLiveness: { face1, face2, face3, transactionId: TRANSACTION_ID },
  LinkVerification: { transactionId: TRANSACTION_ID },
  CancelIdentityVerification: { confirm: true },
  CreateEmbeddedSession: { ...PHONE },
  Create: { productTypeId: 414, fields: [{ key: 'monthlyIncome', value: '5000' }], ...MOMENT },
  AskForOtp: OF_REQUEST,
  Revalidate: { ...OF_REQUEST, scan: { image, face1, face2, face3 } },
  ValidateOtp: { ...OF_REQUEST, otpRequestId: 'otp-1', otpCode: '123456' },
  Confirm: OF_REQUEST,
  SigningLink: OF_REQUEST,
  OpenSigningSession: { requestId: REQUEST_ID, securityHash: 'hash-1' },
};
const VARIABLES: Record<string, object> = {
  AccountExists: PHONE,
  ProductForm: { id: 414 },
  Status: { id: REQUEST_ID },
  Contract: { id: REQUEST_ID },
  ContractPdf: { requestId: REQUEST_ID, securityHash: 'hash-1' },
  BusinessRequestsByIds: { ids: [REQUEST_ID] },
  Node: { id: REQUEST_ID },
  Nodes: { ids: ['ProductType:414'] },
  IdentityImages: LOST,
  IdentityImage: { transactionId: TRANSACTION_ID, fileName: 'front.jpg' },
  VerificationTransaction: { id: TRANSACTION_ID },
};
const REFUSALS = [
  'Rejection',
  'IdentityCheckFailed',
  'NotEligible',
  'LivenessRequired',
  'LoginOtpRequired',
  'PaymentRequired',
];

/** Of the sandbox alone: docs/reference/vlens.md says why. */
const LEFT_OUT = ['verifyOAuthToken', 'verifyEmail', 'cancelIdentityForAdmin'];

it('Every operation works against a plain server that answers with the published examples, and none is missing', async () => {
  for (const [name, document] of documents) {
    if (/^subscription/m.test(document)) continue;
    const input = INPUTS[name];
    const { body } = await gateway.query(document, input ? { input } : { ...VARIABLES[name] }, {
      token: 'user-token',
    });
    expect({ name, errors: body.errors }).toEqual({ name, errors: undefined });
    for (const [field, value] of Object.entries(body.data ?? {})) {
      expect({ name, field, value }).not.toEqual({ name, field, value: null });
      const { __typename } = (value ?? {}) as { __typename?: string };
      expect({ name, isRefusal: REFUSALS.includes(__typename ?? '') }).toEqual({ name, isRefusal: false });
    }
  }
  const left = new AbortController();
  const watch = fetchWatch({ url: `${gateway.url}/graphql`, token: 'user-token' });
  const told: unknown[] = [];
  for await (const data of watch(parse(documents.get('LiveStatus') ?? ''), {}, left.signal)) {
    told.push(data);
    left.abort();
    break;
  }
  expect(told).toMatchObject([{ businessRequestStatusChanged: { requestId: REQUEST_ID } }]);

  // What is for operators with forms, for somebody without an address, and for one who looks for a single request of many.
  const prefilled = [{ productTypeId: 414, fields: [{ key: 'monthlyIncome', value: '5000' }] }];
  upstream.answer('sendPasswordResetCode', {
    body: { data: { phoneNumberOtpRequestId: 'reset-2' }, error_code: null, error_message: null },
  });
  const send = async (name: string, input: object) => {
    const { body } = await gateway.query(documents.get(name) ?? '', { input }, { token: 'user-token' });
    expect({ name, errors: body.errors }).toEqual({ name, errors: undefined });
    return Object.values(body.data ?? {})[0] as { codeRequestId: string };
  };
  await send('CreateEmbeddedSession', { ...PHONE, prefilled });
  const { codeRequestId } = await send('SendPasswordResetCode', { emailOrPhoneNumber: PHONE.phoneNumber });
  await send('ConfirmPasswordResetCode', {
    emailOrPhoneNumber: PHONE.phoneNumber,
    codeRequestId,
    code: '123456',
  });
  const { body } = await gateway.query(
    '{ businessRequests { nodes { formFields { key } } } }',
    {},
    { token: 'other' },
  );
  expect(body.errors).toBeUndefined();

  const called = new Set(upstream.calls().map(({ endpoint }) => endpoint));
  expect(contractRoutes().flatMap(({ endpoint }) => (called.has(endpoint) ? [] : [endpoint]))).toEqual(
    LEFT_OUT,
  );
  expect(
    upstream.calls().flatMap(({ endpoint, violations }) => violations.map((each) => [endpoint, each])),
  ).toEqual([]);
  const routes = new Set(contractRoutes().map(({ method, path }) => `${method} ${path}`));
  expect(Object.values(OPERATIONS).flatMap(({ route }) => (routes.has(route) ? [] : [route]))).toEqual([]);
});

it('Every operation that is published, or only named, is offered or left out with a reason', () => {
  const page = readFileSync('docs/reference/vlens.md', 'utf8').split('\n## ');
  const rows = page
    .filter((section) => /^(?:Offered|Left out)\n/.test(section))
    .flatMap((section) => section.split('\n').filter((line) => /^\| `/.test(line)));
  const named = contractRoutes().map(({ path }) =>
    path.replace(/^\/api\/\w+\/|\/\{.*$/g, '').replace(/^\w+\//, ''),
  );
  const withoutPage = [
    'StepCreate',
    'SendPasswordResetCode',
    'Activate',
    'GetRequests',
    'GetContractToPdf',
    '/v1/',
  ];
  for (const name of [...named, ...withoutPage]) {
    const row = rows.find((each) => each.includes(name));
    expect({ name, row }).toEqual({ name, row: expect.stringMatching(/^\|.*\|.{8,}\|$/) });
  }
});

describe('The contract', () => {
  const WORDS = /^(?:documented|example|older documentation|SDK source|framework source|assumed|sandbox)\b/;
  const statements = statementsOf(openApi<Record<'paths' | 'webhooks' | 'components', Node>>());

  it('says of every operation, parameter, answer, shape and property where it is known from', () => {
    expect(statements.length).toBeGreaterThan(500);
    expect(statements.filter(({ source }) => !WORDS.test(source)).map(({ place }) => place)).toEqual([]);
  });

  it('names the page of every operation and every shape that is published', () => {
    const withoutPage = statements.filter(
      ({ isWhole, source }) => isWhole && !/\(.+\)/.test(source) && !/^(?:assumed|sandbox)$/.test(source),
    );
    expect(withoutPage.map(({ place }) => place)).toEqual([]);
  });
});

type Node = { [key: string]: Node };

interface Statement {
  place: string;
  source: string;
  /** An operation or a shape of its own, rather than a part of one. */
  isWhole: boolean;
}

function statementsOf({ paths, webhooks, components }: Record<string, Node>): Statement[] {
  const all: Statement[] = [];
  const note = (place: string, node: Node, isWhole = false) =>
    all.push({ place, source: String(node['x-source'] ?? ''), isWhole });
  const schema = (place: string, node: Node | undefined): void => {
    if (node === undefined) return;
    for (const [name, property] of Object.entries(node.properties ?? {})) {
      note(`${place}.${name}`, property);
      schema(`${place}.${name}`, property);
    }
    schema(`${place}[]`, node.items);
    if (typeof node.additionalProperties === 'object') schema(`${place}.*`, node.additionalProperties);
    for (const part of [node.allOf, node.oneOf, node.anyOf].flatMap((parts) => Object.values(parts ?? {})))
      schema(place, part);
  };
  const content = (place: string, node: Node): void => {
    for (const media of Object.values(node.content ?? {})) schema(place, media.schema);
  };
  for (const [path, methods] of Object.entries({ ...paths, ...webhooks })) {
    for (const [method, operation] of Object.entries(methods)) {
      const place = `${method} ${path}`;
      note(place, operation, true);
      for (const parameter of Object.values(operation.parameters ?? {}))
        if (!('$ref' in parameter)) note(`${place} ?${parameter.name}`, parameter);
      const parts = { body: operation.requestBody, ...operation.responses };
      for (const [name, part] of Object.entries(parts)) {
        if (part === undefined) continue;
        note(`${place} ${name}`, part);
        content(`${place} ${name}`, part);
      }
    }
  }
  for (const [kind, each] of Object.entries(components ?? {})) {
    for (const [name, node] of Object.entries(each)) {
      note(`${kind} ${name}`, node, true);
      if (kind === 'schemas') schema(name, node);
    }
  }
  return all;
}
