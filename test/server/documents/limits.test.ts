import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, type OperationDefinitionNode, parse } from 'graphql';
import { DOCUMENT_LIMITS } from '../../../src/server/documents/limits.js';
import { REQUEST_ID, requestIdOf } from '../../support/builders.js';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { startTestGateway } from '../../support/gateway.js';
import type { TestServer } from '../../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url });
});
afterEach(() => upstream.reset());
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const ask = (document: string, variables: Record<string, unknown> = {}) =>
  gateway.query(document, variables, { token: 'user-token' });
const aliases = (count: number, fields = 'status') =>
  `{ ${Array.from({ length: count }, (_, n) => `r${n}: businessRequest(id: "${requestIdOf(n)}") { ${fields} }`).join(' ')} }`;
const { depth: DEPTH, aliases: ALIASES, directives: DIRECTIVES } = DOCUMENT_LIMITS;
/** Each field in a list is written with its alias. */
const aliased = (alias: string) =>
  `{ businessRequests { nodes { formFields { ...F } } } } fragment F on FormField { ${alias}: key }`;
const directives = (count: number) =>
  `{ eligibility { ${Array.from({ length: count }, () => '... @include(if: true) { isEligible }').join(' ')} } }`;

/** Option within option, as deep as asked for. */
const nested = (levels: number): string =>
  `{ productType(id: 1) { formFields ${'{ relatedFields '.repeat(levels - 3)}{ key }${' }'.repeat(levels - 3)} } }`;

describe('A document within the limits is executed', () => {
  it('with as many levels, aliases and directives as allowed', async () => {
    expect((await ask(nested(DEPTH))).status).toBe(200);
    expect((await ask(aliased('a'.repeat(256)))).body.errors).toBeUndefined();
    expect((await ask(aliases(ALIASES))).body.errors).toBeUndefined();
    expect((await ask(directives(DIRECTIVES))).body.errors).toBeUndefined();
  });

  it.each(
    parse(readFileSync('client/operations/sign-a-contract.graphql', 'utf8'))
      .definitions.filter((each): each is OperationDefinitionNode => each.kind === 'OperationDefinition')
      .map((operation) => [operation.name?.value ?? '']),
  )('as %s of the examples is', async (operationName) => {
    const document = readFileSync('client/operations/sign-a-contract.graphql', 'utf8');
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, operationName, variables: {} }),
    });
    const text = await response.text();
    // What is executed, or looks at its variables, has been found to be within them.
    expect(text).toMatch(/"data":\{|"code":"(?:BAD_USER_INPUT|UNAUTHENTICATED)"/);
    expect(text).not.toMatch(/GRAPHQL_(?:VALIDATION|PARSE)_FAILED/);
  });

  it('as the introspection of a sandbox is, with every option', async () => {
    const document = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    expect((await ask(document)).body.errors).toBeUndefined();
  });

  it('a page of a hundred full requests', async () => {
    const everything =
      'id status formFields { key value options { name } } documents { title content } signers { isSigned }';
    const { body } = await ask(`{ businessRequests(first: 100) { nodes { ${everything} } } }`);
    expect(body.errors).toBeUndefined();
  });
});

describe('A document beyond the limits is refused with HTTP 400, and Vlens is not asked', () => {
  it.each<[string, string, RegExp]>([
    ['levels', nested(DEPTH + 1), /deeper than 12 levels/],
    [
      'levels in fragments',
      `query { productType(id: 1) { formFields { ...A } } }
       ${'ABCDEFGHIJK'
         .split('')
         .map(
           (name, n, all) =>
             `fragment ${name} on FormField { relatedFields { key ${all[n + 1] ? `...${all[n + 1]}` : ''} } }`,
         )
         .join('\n')}`,
      /deeper than 12 levels/,
    ],
    ['aliases', aliases(ALIASES + 1), /more than 200 aliases/],
    ['one alias', aliased('a'.repeat(257)), /an alias of more than 256 characters/],
    [
      'aliases in fragments',
      `query { ${'...A '.repeat(3)} } fragment A on Query { ${aliases(101).slice(1, -1)} ...B } fragment B on Query { ${aliases(101).slice(1, -1)} }`,
      /more than 200 aliases/,
    ],
    ['directives', directives(DIRECTIVES + 1), /more than 50 directives/],
    ['tokens', `{ eligibility { ${'isEligible '.repeat(5000)} } }`, /more tha[nt] 5000 tokens/],
    [
      'cost by aliases',
      `{ ${Array.from({ length: 40 }, (_, n) => `p${n}: businessRequests(first: 100) { nodes { id status typeName fullName idNumber } }`).join(' ')} }`,
      /a cost of \d+, and 20000 is the most/,
    ],
    [
      'cost by fragments that spread each other',
      `{ ...F0 } ${Array.from({ length: 30 }, (_, n) => `fragment F${n} on Query { ${n < 29 ? `...F${n + 1} eligibility { isEligible } ...F${n + 1}` : 'eligibility { isEligible }'} }`).join(' ')}`,
      /a cost of more than \d+/,
    ],
  ])('%s', async (_, document, error) => {
    const { status, body } = await ask(document);
    expect(status).toBe(400);
    expect(body.errors?.[0]?.message).toMatch(error);
    expect(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']).toContain(
      body.errors?.[0]?.extensions.code,
    );
    expect(upstream.calls()).toEqual([]);
  });

  it('cost by a variable', async () => {
    const fields = Array.from({ length: 150 }, (_, n) => `a${n}: id`).join(' ');
    const document = `query ($n: Int!) { businessRequests(first: $n) { nodes { ${fields} } totalCount } }`;
    expect((await ask(document, { n: 100 })).status).toBe(200);
    const twice = document.replace('{ nodes', '{ edges { node { id status } } nodes');
    const wide = twice.replace(
      'totalCount',
      'edges { node { statusName statusCode nextStep typeName } }'.repeat(12),
    );
    expect((await ask(wide, { n: 10 })).status).toBe(200);
    expect((await ask(wide, { n: 100 })).status).toBe(400);
  });
});

const MOMENT = 'geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z"';
const guess = (code: string) =>
  `validateActivationOtp(input: { requestId: "${REQUEST_ID}", otpRequestId: "o", otpCode: "${code}", ${MOMENT} }) { __typename }`;
const logIn =
  'login(input: { phoneNumber: "+201234567890", password: "p", deviceId: "d", geoLocation: { latitude: 30, longitude: 31 } }) { __typename }';

describe('One operation may try one code or password', () => {
  it.each<[string, string]>([
    ['by aliases', `mutation { a: ${guess('123456')} b: ${guess('654321')} }`],
    ['by inline fragments', `mutation { a: ${guess('123456')} ... { b: ${guess('654321')} } }`],
    [
      'by fragments',
      `mutation { ...A ...B } fragment A on Mutation { a: ${guess('123456')} } fragment B on Mutation { b: ${guess('654321')} }`,
    ],
    [
      'behind a condition',
      `mutation { a: ${guess('123456')} ... @include(if: true) { b: ${guess('654321')} } }`,
    ],
    ['by logins', `mutation { a: ${logIn} b: ${logIn} }`],
  ])('and not many %s', async (_, document) => {
    const { status, body } = await ask(document);
    expect(status).toBe(400);
    expect(body.errors?.[0]?.message).toMatch(/One operation may ask for \w+ once/);
    expect(upstream.calls()).toEqual([]);
  });

  it('also in an array of operations', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
      body: JSON.stringify([
        { query: `mutation { ${guess('123456')} }` },
        { query: `mutation { ${guess('654321')} }` },
      ]),
    });
    expect(response.status).toBe(400);
    expect(upstream.calls()).toEqual([]);
  });

  it('and the same fragment twice is one', async () => {
    const { body } = await ask(`mutation { ...A ...A } fragment A on Mutation { ${guess('123456')} }`);
    expect(body.errors).toBeUndefined();
    expect(upstream.calls('stepValidateOtp')).toHaveLength(1);
  });
});
