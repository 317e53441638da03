import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestServer } from '../support/server.js';
import { aServer } from './a-server.js';

const SDL = `
  type Query { q: String }
  type Mutation { act(input: In!, id: UUID, count: Int! = 1): String }
  enum Provider { INFOBIP VODAFONE }
  input Place { latitude: Float! }
  input In {
    otpCode: String
    id: UUID
    at: DateTime
    place: Place
    provider: Provider
    amount: Int
    sure: Boolean
    ids: [UUID!]
    names: [String!]
    places: [Place!]
  }
`;

let server: TestServer;
beforeAll(async () => {
  server = await aServer(SDL, { act: () => 'done' });
});
afterAll(() => server.close());

/** The mark as text; 90210777 is the mark as a number. */
const MARKS = /MARKED|90210777/;
const BY_VARIABLE = 'mutation Act($input: In!) { act(input: $input) }';
const EVERY_KIND = {
  text: 'MARKED',
  'text with quotes': 'a" at "MARKED"; MARKED',
  number: 90210777,
  fraction: 0.90210777,
  'large number': 90210777000000,
  boolean: true,
  object: { x: 'MARKED', y: 90210777 },
  list: ['MARKED', 90210777, { x: 'MARKED' }],
};
const POSITIONS = ['otpCode', 'id', 'at', 'place', 'provider', 'amount', 'sure', 'ids', 'names', 'places'];

describe('a value in a variable', () => {
  const cases = POSITIONS.flatMap((position) =>
    Object.entries(EVERY_KIND).map(([kind, value]) => ({ position, kind, value })),
  );

  it.each(cases)('is not repeated: $kind as $position', async ({ position, value }) => {
    await expectNoMark(BY_VARIABLE, { input: { [position]: value } });
    await expectNoMark(BY_VARIABLE, { input: { place: { latitude: value } } });
  });

  it.each(Object.entries(EVERY_KIND))('is not repeated: %s as the whole input', async (_kind, value) => {
    await expectNoMark(BY_VARIABLE, { input: value });
  });

  it('is not repeated where it stands for a name', async () => {
    await expectNoMark(BY_VARIABLE, { input: { '9021-0777 MARKED': 1 } });
    await expectNoMark(BY_VARIABLE, { input: { otpCode: 1 } }, { operationName: 'MARKED' });
  });

  it.each<[Record<string, unknown>, string]>([
    [
      { otpCode: 123456 },
      'Variable "$input" has an invalid value at "input.otpCode": String cannot represent a non string value.',
    ],
    [{ id: 'x' }, 'Variable "$input" has an invalid value at "input.id": Expected a UUID.'],
    [{ ids: ['x'] }, 'Variable "$input" has an invalid value at "input.ids[0]": Expected a UUID.'],
    [
      { at: 'x' },
      'Variable "$input" has an invalid value at "input.at": Expected an ISO 8601 date and time, e.g. "2026-11-23T12:00:00Z".',
    ],
    [
      { place: {} },
      'Variable "$input" has an invalid value at "input.place": Field "latitude" of required type "Float!" was not provided.',
    ],
    [
      { place: 5 },
      'Variable "$input" has an invalid value at "input.place": Expected type "Place" to be an object.',
    ],
    [
      { place: { latitude: 'x' } },
      'Variable "$input" has an invalid value at "input.place.latitude": Float cannot represent non numeric value.',
    ],
    [
      { place: { latitude: null } },
      'Variable "$input" has an invalid value at "input.place.latitude": Expected non-nullable type "Float!" not to be null.',
    ],
    [
      { provider: 'VODAFON' },
      'Variable "$input" has an invalid value at "input.provider": Expected one of the values of enum "Provider".',
    ],
    [
      { amount: 1.5 },
      'Variable "$input" has an invalid value at "input.amount": Int cannot represent non-integer value.',
    ],
    [
      { amount: 9e9 },
      'Variable "$input" has an invalid value at "input.amount": Int cannot represent non 32-bit signed integer value.',
    ],
    [
      { otpCod: '1' },
      'Variable "$input" has an invalid value at "input": Field "otpCod" is not defined by type "In".',
    ],
  ])('is told by its path and what is expected there: %j', async (input, message) => {
    const { status, body } = await server.query(BY_VARIABLE, { input });
    expect(status).toBe(400);
    expect(body.errors?.map((error) => [error.message, error.extensions.code])).toContainEqual([
      message,
      'BAD_USER_INPUT',
    ]);
  });

  it('is told to be missing', async () => {
    const { body } = await server.query(BY_VARIABLE, {});
    expect(body.errors?.[0]?.message).toBe('Variable "$input" of required type "In!" was not provided.');
    const none = await server.query(BY_VARIABLE, { input: null });
    expect(none.body.errors?.[0]?.message).toBe('Variable "$input" of non-null type "In!" must not be null.');
  });

  it('leaves it an input error when there are more mistakes than graphql-js counts', async () => {
    const { status, body } = await server.query(BY_VARIABLE, { input: { ids: Array(80).fill('MARKED') } });
    expect(status).toBe(400);
    expect(new Set(body.errors?.map(({ extensions }) => extensions.code))).toEqual(
      new Set(['BAD_USER_INPUT']),
    );
  });
});

describe('a value in the document', () => {
  const literals = [
    '"MARKED"',
    '"""MARKED"""',
    'MARKED',
    '90210777',
    '0.90210777',
    '90210777000000',
    'true',
    '["MARKED", 90210777]',
    '{ x: "MARKED", latitude: "MARKED" }',
  ];
  const cases = POSITIONS.flatMap((position) => literals.map((literal) => ({ position, literal })));

  it.each(cases)('is not repeated: $position: $literal', async ({ position, literal }) => {
    await expectNoMark(`mutation { act(input: { ${position}: ${literal} }) }`);
  });

  it.each(literals)('is not repeated as an argument, a default or a directive’s: %s', async (literal) => {
    await expectNoMark(`mutation { act(input: ${literal}) }`);
    await expectNoMark(`mutation { act(input: {}, id: ${literal}, count: ${literal}) }`);
    await expectNoMark(
      `mutation ($id: UUID = ${literal}, $n: Int = ${literal}) { act(input: {}, id: $id, count: $n) }`,
    );
    await expectNoMark(`mutation { act(input: {}) @include(if: ${literal}) }`);
  });

  it.each([
    'mutation { act(input: { otpCode: "MARKED }) }',
    'mutation { act(input: { "MARKED": 1 }) }',
    'mutation { act(input: { otpCode: 90210777MARKED }) }',
    "mutation { act(input: { otpCode: 'MARKED' }) }",
    'mutation { act(input: { otpCode "MARKED" }) }',
    'mutation { act(input: { otpCode: "\\uMARKED" }) }',
    'mutation { act(input: { otpCode: MARKED-90210777! }) }',
    'mutation { act("MARKED") }',
    'mutation ($a: In = { otpCode: $MARKED }) { act(input: $a) }',
    'MARKED',
    '"MARKED" { act }',
  ])('is not repeated where it breaks the grammar: %s', async (document) => {
    await expectNoMark(document);
  });

  it.each<[string, string]>([
    ['mutation { act(input: { otpCode: 123456 }) }', 'String cannot represent a non string value.'],
    [
      'mutation { act(input: { place: {} }) }',
      'Field "Place.latitude" of required type "Float!" was not provided.',
    ],
    ['mutation { act(input: { id: "x" }) }', 'Expected a UUID.'],
    [
      'mutation { act(input: { at: "x" }) }',
      'Expected an ISO 8601 date and time, e.g. "2026-11-23T12:00:00Z".',
    ],
    ['mutation { act(input: { provider: "VODAFONE" }) }', 'Expected one of the values of enum "Provider".'],
    ['mutation { act(input: 5) }', 'Expected a value of type "In!".'],
    ['mutation { act(input: null) }', 'Expected a value of type "In!".'],
    ['mutation { akt }', 'Cannot query field "akt" on type "Mutation". Did you mean "act"?'],
    ['mutation { act("x") }', 'Syntax Error: Unexpected String.'],
    ['mutation { act(input: }', 'Syntax Error: Unexpected "}".'],
    ['{ q', 'Syntax Error: Unexpected <EOF>.'],
  ])('is told by what is expected, with its place: %s', async (document, message) => {
    const { status, body } = await server.query(document);
    expect(status).toBe(400);
    expect(body.errors?.[0]).toMatchObject({ message, locations: [{ line: 1, column: expect.any(Number) }] });
  });
});

async function expectNoMark(
  document: string,
  variables?: Record<string, unknown>,
  options?: { operationName: string },
): Promise<void> {
  const { status, text } = await server.query(document, variables, options);
  expect([200, 400]).toContain(status);
  expect(text).not.toMatch(MARKS);
  expect(text).not.toContain('INTERNAL_SERVER_ERROR');
  expect(JSON.stringify(server.logs)).not.toMatch(MARKS);
}
