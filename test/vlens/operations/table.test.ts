import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLObjectType } from 'graphql';
import { parse } from 'yaml';
import { buildGatewaySchema } from '../../../resolvers/index.js';
import type { Outcome } from '../../../src/vlens/answer.js';
import { UNOBSERVED } from '../../../src/vlens/caller.js';
import type { CallerKey } from '../../../src/vlens/caller-keys.js';
import { authorizationUnreadable, tokenMissing, type VlensFault } from '../../../src/vlens/faults.js';
import { NEXT_STEPS } from '../../../src/vlens/messages/next-steps.js';
import type {
  ContractOperation,
  Operation,
  OperationName,
  ReadOperation,
  StepOperation,
} from '../../../src/vlens/operation.js';
import { maxPerOperation, OPERATIONS } from '../../../src/vlens/operations.js';
import { Pipeline } from '../../../src/vlens/pipeline.js';
import { TestSandbox } from '../../sandbox/support/sandbox.js';
import { REQUEST_ID } from '../../support/builders.js';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { aClient } from '../a-client.js';

interface Described {
  operationId: string;
  tags?: string[];
  security?: Record<string, unknown>[];
}
const described: { paths: Record<string, Record<string, Described>> } = parse(
  readFileSync('src/openapi/vlens.yaml', 'utf8'),
);
const rows = Object.entries(OPERATIONS) as [OperationName, Operation][];
const steps = rows.flatMap(([name, row]) => (row.effect === 'step' ? [[name, row] as const] : []));
const schema = await buildGatewaySchema();

function describedAt({ route }: Operation): Described | undefined {
  const [method = '', path = ''] = route.split(' ');
  return described.paths[path]?.[method.toLowerCase()];
}

/** What becomes of a call before anything of it is sent. */
async function refused(name: OperationName, caller: { token: string | null; isUnreadable?: boolean }) {
  const pipeline = new Pipeline({ send: async () => ({ kind: 'accepted', value: 'sent' }) });
  const call = pipeline.call as (...args: unknown[]) => Promise<unknown>;
  return call
    .call(pipeline, name, SOME_INPUT, {
      key: 'a' as CallerKey,
      signal: new AbortController().signal,
      observer: UNOBSERVED,
      ...caller,
    })
    .then(
      () => null,
      (fault: VlensFault) => fault.message,
    );
}

const SOME_INPUT = {
  geoLocation: { latitude: 30, longitude: 31 },
  userDeviceUtcTime: new Date(0),
  scan: { image: 'eA==', face1: 'eA==', face2: 'eA==', face3: 'eA==' },
  fields: {},
  productTypeId: 414,
  minimal: true,
  id: REQUEST_ID,
  requestId: REQUEST_ID,
  securityHash: 'hash',
  skipCount: 0,
  maxResultCount: 10,
  otpRequestId: REQUEST_ID,
  otpCode: '123456',
  phoneNumber: '+201012345678',
  password: 'a password',
  deviceId: 'a device',
  refreshToken: 'refresh-1',
  userNameOrEmailAddress: 'operator',
  tenancyName: 'tenant',
  emailOrPhoneNumber: 'ahmed@example.com',
  codeRequestId: REQUEST_ID,
  code: '123456',
  email: 'ahmed@example.com',
  provider: 'Google',
  idToken: 'id-token',
  image: 'eA==',
  face1: 'eA==',
  face2: 'eA==',
  face3: 'eA==',
  transactionId: REQUEST_ID,
  prefilled: { 414: { monthlyIncome: '5000' } },
  fileName: 'front.jpg',
};

/** Two rows are two things that one operation does. */
const SECOND_THINGS: Partial<Record<OperationName, ContractOperation>> = {
  sendPhoneCode: 'stepVerifyPhone',
  confirmPhone: 'stepVerifyPhone',
  sendEmailCode: 'stepVerifyEmail',
  confirmEmail: 'stepVerifyEmail',
};
function operationIdOf(name: OperationName): ContractOperation {
  return SECOND_THINGS[name] ?? (name as ContractOperation);
}

/** A contract's bytes would wait for their reader. */
function unread(value: unknown): void {
  if (typeof value === 'object' && value !== null && 'body' in value && value.body instanceof Readable)
    value.body.on('error', () => undefined).destroy();
}

let upstream: FakeUpstream;
let sandbox: TestSandbox;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  sandbox = await TestSandbox.start();
});
afterAll(async () => {
  await upstream.close();
  await sandbox.close();
});

/** Whether a row compiles without this decision: `false` for each, or this file does not compile. */
type CompilesWithout<Row> = { [Decision in keyof Row]: Omit<Row, Decision> extends Row ? true : false };

const SHARED = {
  route: false,
  mayCall: false,
  effect: false,
  priority: false,
  limits: false,
  attemptLimits: false,
  about: false,
  unauthorized: false,
  field: false,
  wordings: false,
  encode: false,
  decode: false,
} as const;
const READ: CompilesWithout<ReadOperation<ContractOperation, object, Outcome>> = { ...SHARED, cache: false };
const STEP: CompilesWithout<StepOperation<ContractOperation, object, Outcome>> = {
  ...SHARED,
  idempotency: false,
  sharedInFlight: false,
  pictures: false,
  unknownOutcome: false,
};

describe('Every operation', () => {
  it.each(rows)('%s says all that a row decides, and does not compile without', (_name, row) => {
    expect(Object.keys(row).sort()).toEqual(Object.keys(row.effect === 'read' ? READ : STEP).sort());
  });

  it.each(rows)('%s has the route of its operationId in vlens.yaml', (name, row) => {
    expect(describedAt(row)?.operationId).toBe(operationIdOf(name));
  });

  it.each(rows)('%s answers a field of the schema', (_name, { field }) => {
    const [typeName = '', fieldName = ''] = field.name.split('.');
    const type = schema.getType(typeName);
    expect(type).toBeInstanceOf(GraphQLObjectType);
    expect(Object.keys((type as GraphQLObjectType).getFields())).toContain(fieldName);
  });

  it.each(rows)('%s asks for a token where vlens.yaml does', async (name, row) => {
    const schemes = describedAt(row)?.security ?? [{ apiKey: [], bearer: [] }];
    const needsToken = schemes.every((scheme) => 'bearer' in scheme);
    // A browser knows of a contract's link only its hash, and Vlens answers it all the same.
    const isAskedForByLink = name === 'viewContractPdf';
    const message = needsToken && !isAskedForByLink ? tokenMissing().message : null;
    expect(await refused(name, { token: null })).toBe(message);
  });

  it.each(rows.filter(([, row]) => describedAt(row)?.tags?.includes('Operators')))(
    '%s takes an admin’s token, as vlens.yaml has it for operators',
    (_name, { mayCall }) => {
      expect(mayCall).toBe('admin token');
    },
  );

  it.each(rows)('%s is asked for as vlens.yaml has it, and reads the documented answer', async (name) => {
    const client = aClient(upstream);
    const outcome = await client.api[name](SOME_INPUT as never);
    if ('value' in outcome) unread(outcome.value);
    await client.close();
    expect(outcome.kind).toBe('accepted');
    expect(upstream.lastCall(operationIdOf(name)).violations).toEqual([]);
  });

  it.each(rows)('%s has a route in the sandbox', async (_name, { route }) => {
    const [method = '', template = ''] = route.split(' ');
    const path = template.replace('{typeId}', '414').replace('{id}', REQUEST_ID);
    const { status } = await fetch(sandbox.url + path, { method });
    expect([404, 405]).not.toContain(status);
  });

  it.each(rows)('%s takes nobody with an unreadable token for somebody without one', async (name, row) => {
    const message = await refused(name, { token: null, isUnreadable: true });
    expect(message).toBe(row.mayCall === 'apiKey' ? null : authorizationUnreadable().message);
  });

  it.each(rows)('%s that may be guessed at may be asked for once in one operation', (_name, row) => {
    if (row.attemptLimits === 'none' || row.effect === 'read') return;
    expect(row.field.maxPerOperation).toBe(1);
    expect(maxPerOperation().get(row.field.name.replace('Mutation.', ''))).toBe(1);
  });
});

describe('Every step', () => {
  it.each(steps)('%s says what to do where its outcome is unknown', (_name, { unknownOutcome }) => {
    expect(NEXT_STEPS[unknownOutcome].en).toMatch(/^[a-z].{20,}\.$/i);
  });

  it.each(steps)('%s is taken once for an idempotency key, sent as a POST and never cached', (_name, row) => {
    expect(row).toMatchObject({ idempotency: 'by key', route: expect.stringMatching(/^POST /) });
    expect(row).not.toHaveProperty('cache');
    expect(row.field.name).toMatch(/^Mutation\./);
  });

  it.each(steps)('%s says how attempts at it are counted', (_name, { attemptLimits }) => {
    if (attemptLimits === 'none') return;
    expect(attemptLimits.of).not.toBe('');
  });
});

describe('Every read', () => {
  /** Vlens reads these by POST (vlens.yaml). */
  const BY_POST = new Set(['checkExistence', 'getUsers']);
  it.each(rows.filter(([, { effect }]) => effect === 'read'))(
    '%s is a GET, but for two',
    (name, { route }) => {
      expect(route).toMatch(BY_POST.has(name) ? /^POST / : /^GET /);
    },
  );

  it.each(rows.filter(([, row]) => row.effect === 'read' && row.mayCall === 'admin token'))(
    '%s is an operator’s, and never cached',
    (_name, row) => {
      expect(row).toMatchObject({ cache: 'never' });
    },
  );
});
