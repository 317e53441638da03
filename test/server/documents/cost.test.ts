import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, type GraphQLSchema, getIntrospectionQuery, parse } from 'graphql';
import { buildGatewaySchema } from '../../../resolvers/index.js';
import { limitError } from '../../../src/server/documents/cost.js';
import { requestIdOf } from '../../support/builders.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildGatewaySchema();
});

const WIDE = 'id '.repeat(250);
const DOCUMENTS = [
  `query ($n: Int! = 100) { businessRequests(first: $n) { nodes { ${WIDE} } } }`,
  `query ($ids: [UUID!]!) { businessRequestsByIds(ids: $ids) { ${WIDE} } }`,
  `query ($id: UUID!, $ids: [UUID!]!) { businessRequestsByIds(ids: [$id, $id]) { id } b: businessRequestsByIds(ids: $ids) { ${WIDE} } }`,
  `query ($all: Boolean!, $n: Int) { businessRequests(first: 100) { nodes { id ...A @include(if: $all) } } b: businessRequests(first: $n) { nodes { id } } } fragment A on BusinessRequest { ${WIDE} }`,
  `query Few { businessRequests { nodes { id } } } query Many($n: Int!) { businessRequests(first: $n) { nodes { ${WIDE} } } }`,
];
const ids = fc
  .integer({ min: 0, max: 100 })
  .map((length) => Array.from({ length }, (_, number) => requestIdOf(number)));
const sent = fc.record(
  {
    n: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant(null), fc.constant('100'), fc.double()),
    ids: fc.oneof(ids, fc.constant(requestIdOf(1)), fc.constant(['no id']), fc.constant(null)),
    id: fc.constantFrom(requestIdOf(1), 5),
    all: fc.oneof(fc.boolean(), fc.constant('yes')),
  },
  { requiredKeys: [] },
);

describe('What an operation costs', () => {
  it('is the same whether its document came before or not', () => {
    const known = DOCUMENTS.map((text) => parse(text));
    fc.assert(
      fc.property(
        fc.nat({ max: DOCUMENTS.length - 1 }),
        sent,
        fc.constantFrom(undefined, 'Few', 'Many'),
        (index, variables, name) => {
          const document = known[index] ?? parse('');
          const operationName = index === 4 ? (name ?? 'Many') : undefined;
          const error = limitError({ schema, document, operationName, variables });
          const walked = limitError({
            schema,
            document: parse(DOCUMENTS[index] ?? ''),
            operationName,
            variables,
          });
          // With other variables wrong, either may be told: the operation is refused.
          if (walked !== null) expect(error).toBe(walked);
          else if (error !== null) expect(wrong(variables)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is what the length of its list makes of it, not what it was with another', () => {
    const document = parse(DOCUMENTS[0] ?? '');
    const errors = [100, 1, 100, undefined, 79].map((n) =>
      limitError({ schema, document, operationName: null, variables: n === undefined ? {} : { n } }),
    );
    expect(errors.map((each) => each !== null)).toEqual([true, false, true, true, false]);
  });

  it.each([
    ['is called like something that every object has', '($constructor: Int! = 100)', '$constructor', 1],
    ['is called like another of them, and may be null', '($toString: Int = 100)', '$toString', 1],
    ['is not sent, and leaves the argument its default of 20', '($n: Int)', '$n', 5],
  ])('is what the executor will make of a variable that %s', (_what, declared, first, times) => {
    const lists = Array.from(
      { length: times },
      (_, number) => `a${number}: businessRequests(first: ${first}) { nodes { ${WIDE} } }`,
    );
    const document = parse(`query ${declared} { ${lists} }`);
    for (let time = 0; time < 2; time += 1)
      expect(limitError({ schema, document, operationName: null, variables: {} })).toMatch(/a cost of 25/);
  });
});

function wrong({ n, ids: list, id, all }: Record<string, unknown>): boolean {
  return (
    (n !== undefined && !Number.isInteger(n)) ||
    !Array.isArray(list) ||
    list.includes('no id') ||
    typeof id !== 'string' ||
    typeof all !== 'boolean'
  );
}

describe('What tells the schema', () => {
  const subgraph = buildSchema('type Query { _service: _Service! } type _Service { sdl: String }');
  const errorOf = (text: string) =>
    limitError({ schema: subgraph, document: parse(text), operationName: undefined, variables: {} });
  const times = (count: number, field: string) =>
    Array.from({ length: count }, (_, number) => `a${number}: ${field}`).join(' ');

  it('is told once by an operation, and not as often as there may be aliases', () => {
    for (const text of [
      getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, schemaDescription: true }),
      '{ _service { sdl __typename } }',
      `{ ${times(40, '__type(name: "Query") { fields { name } }')} }`,
    ])
      expect(errorOf(text)).toBeNull();
    for (const text of [
      `{ ${times(3, '__schema { types { name } }')} }`,
      `{ ${times(3, '_service { sdl }')} }`,
      `{ _service { ${times(3, 'sdl')} } }`,
      `{ ${times(60, '__type(name: "Query") { fields { name } }')} }`,
    ])
      expect(errorOf(text)).toMatch(/cost/);
  });
});

describe('What an operation asks for by ids', () => {
  const ids = Array.from({ length: 100 }, (_, number) => requestIdOf(number));
  const errorOf = (count: number, field: string, type: string) =>
    limitError({
      schema,
      document: parse(
        `query ($ids: [${type}!]!) { ${Array.from({ length: count }, (_, n) => `a${n}: ${field}(ids: $ids) { id }`)} }`,
      ),
      operationName: null,
      variables: { ids },
    });

  it.each([
    ['nodes', 'ID'],
    ['businessRequestsByIds', 'UUID'],
  ])('by %s is bounded for all its fields together: each may fail, and has an error then', (field, type) => {
    expect(errorOf(3, field, type)).toBeNull();
    expect(errorOf(4, field, type)).toMatch(/more than 300 ids/);
  });

  it('is not less for a number in the place of a list', () => {
    const many = Array.from({ length: 4 }, (_, n) => `a${n}: nodes(ids: $ids) { id }`);
    const document = parse(`query ($ids: [ID!]!) { less: nodes(ids: -1000) { id } ${many} }`);
    expect(limitError({ schema, document, operationName: null, variables: { ids } })).toMatch(/300 ids/);
  });
});
