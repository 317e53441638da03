import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type GraphQLSchema, parse } from 'graphql';
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
          const complaint = limitError({ schema, document, operationName, variables });
          const walked = limitError({
            schema,
            document: parse(DOCUMENTS[index] ?? ''),
            operationName,
            variables,
          });
          // With other variables wrong, either may be told: the operation is refused.
          if (walked !== null) expect(complaint).toBe(walked);
          else if (complaint !== null) expect(wrong(variables)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is what the length of its list makes of it, not what it was with another', () => {
    const document = parse(DOCUMENTS[0] ?? '');
    const complaints = [100, 1, 100, undefined, 79].map((n) =>
      limitError({ schema, document, operationName: null, variables: n === undefined ? {} : { n } }),
    );
    expect(complaints.map((each) => each !== null)).toEqual([true, false, true, true, false]);
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
