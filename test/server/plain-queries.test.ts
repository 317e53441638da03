import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  buildSchema,
  execute,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getOperationAST,
  parse,
  responsePathAsArray,
  validate,
} from 'graphql';
import { answerOf } from '../../src/server/plain-queries/answer.js';
import { planOf } from '../../src/server/plain-queries/plan.js';

const SDL = `
  type Query {
    list(first: Int = 2): [Item!]! one(id: ID!): Item later(id: ID!): Item nothing: Item must: Item! refused: Item
    items: [Item] slow: [Item]! words: [[String]] kind: Kind any: Any node: Node told: String made: Item
    broken: Item mistaken: Item strange: [Item!]
  }
  type Mutation { act: Int }
  type Item implements Node { id: ID! name: String number: Int! kind: Kind! inner: Item inners: [Item!]! where: String! promised: Int }
  type Other { id: ID! }
  interface Node { id: ID! }
  union Any = Item | Other
  enum Kind { LARGE SMALL }`;

interface Item {
  id: string;
  [field: string]: unknown;
}

const item = (id: string, depth = 0): Item => ({
  id,
  name: depth % 2 ? null : `item ${id}`,
  number: depth,
  kind: depth % 2 ? 'LARGE' : 'SMALL',
  inner: depth < 3 ? item(`${id}i`, depth + 1) : null,
  inners: depth < 2 ? [item(`${id}a`, depth + 1), item(`${id}b`, depth + 1)] : [],
});

/** Where it is asked, with which arguments, and what is asked of it. */
const whereOf = (info: GraphQLResolveInfo) =>
  JSON.stringify([
    responsePathAsArray(info.path),
    info.path.typename,
    info.fieldNodes.map(({ selectionSet }) => selectionSet?.selections.length ?? 0),
    info.variableValues,
    info.fieldName,
    String(info.returnType),
    info.parentType.name,
    info.operation.name?.value,
    Object.keys(info.fragments),
  ]);

const resolvers: Record<string, (args: Record<string, unknown>, info: GraphQLResolveInfo) => unknown> = {
  list: ({ first }) => Array.from({ length: Number(first) }, (_, index) => item(`l${index}`)),
  one: ({ id }) => item(String(id)),
  later: async ({ id }) => item(String(id)),
  nothing: () => null,
  must: () => null,
  refused: async () => {
    throw new Error('refused');
  },
  items: () => [item('1'), null, Promise.resolve(item('2')), Promise.resolve(null)],
  slow: () => new Promise((resolve) => setTimeout(resolve, 1, [Promise.resolve(item('s'))])),
  words: () => [['a', null], null, Promise.resolve(['b'])],
  kind: () => 'LARGE',
  any: () => ({ __typename: 'Item', ...item('x') }),
  node: () => ({ __typename: 'Item', ...item('y') }),
  told: (_args, info) => whereOf(info),
  made: () => ({ ...item('m'), name: () => 'made when asked' }),
  broken: () => new Error('broken'),
  mistaken: () => ({ ...item('k'), kind: 'HUGE', number: 'many' }),
  strange: () => new Set([item('z')]),
};

function aSchema(): GraphQLSchema {
  const schema = buildSchema(SDL);
  for (const [name, resolve] of Object.entries(resolvers)) {
    const field = schema.getQueryType()?.getFields()[name];
    if (field) field.resolve = (_source, args, _context, info) => resolve(args, info);
  }
  const fields = (schema.getType('Item') as GraphQLObjectType).getFields();
  if (fields.where) fields.where.resolve = ({ id }, _args, _context, info) => `${id} ${whereOf(info)}`;
  if (fields.promised) fields.promised.resolve = async ({ number }) => number;
  return schema;
}

const schema = aSchema();

/** By plan, as text; null where it is left to graphql-js. */
async function planned(query: string, variables?: Record<string, unknown>): Promise<string | null> {
  const document = parse(query);
  const operation = getOperationAST(document);
  const plan = operation && planOf(schema, document, operation);
  const data = plan ? await answerOf({ schema, plan, variables, context: {} }) : null;
  return data && JSON.stringify({ data });
}

async function executed(query: string, variables?: Record<string, unknown>): Promise<string> {
  return JSON.stringify(await execute({ schema, document: parse(query), variableValues: variables ?? {} }));
}

const VARIABLES = { id: 'v', first: 3 };
const PLAIN = [
  '{ list { id name } }',
  '{ list(first: 0) { id } more: list(first: 1) { id: name name: id } }',
  'query ($first: Int!) { list(first: $first) { number } }',
  'query ($absent: Int) { list(first: $absent) { number } }',
  'query Named($id: ID!) { one(id: $id) { id inner { name inner { number } } inners { id where } where } told }',
  'query ($id: ID = "given") { later(id: $id) { where inners { where promised } promised id } }',
  '{ one(id: 1) { ...of } one(id: 1) { number inner { name } ...more } } fragment of on Item { id inner { id } } fragment more on Item { kind ... { name } ... on Item { number } }',
  '{ __typename one(id: 1) { __typename type: __typename } }',
  '{ items { id where } slow { id promised } words kind nothing { id } }',
  '{ first: later(id: 1) { id } second: one(id: 2) { id } third: later(id: 3) { id } }',
  '{ one(id: 1) { constructor: id toString: name hasOwnProperty: number } }',
];
const LEFT = [
  ['a directive', 'query ($no: Boolean = false) { list { id name @include(if: $no) } }'],
  ['a directive on a fragment', '{ list { ... @skip(if: false) { id } } }'],
  ['an interface', '{ node { id } }'],
  ['a condition on an interface', '{ list { ... on Node { id } } }'],
  ['a union', '{ any { __typename } }'],
  ['a question about the schema', '{ __schema { queryType { name } } }'],
  ['a name that objects have a use for', '{ one(id: 1) { __proto__: id } }'],
  ['a mutation', 'mutation { act }'],
];
const WITH_ERRORS = [
  '{ must { id } list { id } }',
  '{ list { id } refused { id } later(id: 1) { id } }',
  '{ broken { id } }',
  '{ mistaken { kind } }',
  '{ mistaken { number } slow { id } refused { id } }',
  '{ made { name } }',
  '{ strange { id } }',
];

describe('A plain query that is answered by its plan', () => {
  it.each(PLAIN)('has the very text that graphql-js gives it: %s', async (query) => {
    expect(validate(schema, parse(query))).toEqual([]);
    const text = await planned(query, VARIABLES);
    expect(text).not.toBeNull();
    expect(text).toBe(await executed(query, VARIABLES));
  });

  it('has it whatever is asked, in whatever order and depth', async () => {
    const leaf = fc.constantFrom(
      'id',
      'name',
      'number',
      'kind',
      'where',
      'promised',
      '__typename',
      'again: name',
    );
    const selection = fc.letrec<{ fields: string }>((tie) => ({
      fields: fc
        .array(
          fc.oneof(
            { depthSize: 'small' },
            leaf,
            tie('fields').map((below) => `inner { ${below} }`),
            tie('fields').map((below) => `inners { ${below} }`),
            tie('fields').map((below) => `... on Item { ${below} }`),
          ),
          { minLength: 1, maxLength: 5 },
        )
        .map((fields) => fields.join(' ')),
    })).fields;
    const root = fc.tuple(
      fc.constantFrom('list', 'items', 'slow', 'one(id: 7)', 'a: later(id: 8)', 'b: list(first: 1)'),
      selection,
    );
    const query = fc
      .array(root, { minLength: 1, maxLength: 3 })
      .map((roots) => `{ ${roots.map(([field, fields]) => `${field} { ${fields} }`).join(' ')} }`);
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        expect(await planned(text)).toBe(await executed(text));
      }),
      { numRuns: 200 },
    );
  });

  it.each(LEFT)('is none with %s', async (_what, query) => {
    expect(await planned(query)).toBeNull();
  });

  it.each(WITH_ERRORS)('is left to graphql-js where there is an error: %s', async (query) => {
    expect(await planned(query)).toBeNull();
  });

  it('is left to graphql-js where a variable is not what it should be', async () => {
    expect(await planned('query ($first: Int!) { list(first: $first) { id } }', { first: 'x' })).toBeNull();
    expect(await planned('query ($first: Int!) { list(first: $first) { id } }')).toBeNull();
    expect(await planned('query ($first: Int) { list(first: $first) { id } }', { first: null })).toBe(
      await executed('query ($first: Int) { list(first: $first) { id } }', { first: null }),
    );
  });
});
