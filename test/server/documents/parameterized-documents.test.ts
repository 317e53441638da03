import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, GraphQLError, parse, specifiedRules, validate } from 'graphql';
import { documentRules } from '../../../src/server/documents/document-rules.js';
import { ParameterizedDocuments } from '../../../src/server/documents/parameterized-documents.js';
import type { TestServer } from '../../support/server.js';
import { aServer } from '../a-server.js';

const SDL = `
  input Inner { id: UUID, at: DateTime, place: Float, tags: [String!] }
  input Sent { name: String!, code: String, inner: Inner }
  type Query {
    one(id: UUID!): String
    text(text: String, id: ID, first: Int = 20, at: DateTime): String
    list(ids: [UUID!]): String
    fails(text: String!): String
  }
  type Mutation { send(input: Sent!): String }
`;
const [ONE, OTHER] = ['0d4a1f0e-6d3b-4a36-9e3c-1a2b3c4d5e6f', '1d4a1f0e-6d3b-4a36-9e3c-1a2b3c4d5e6f'];

/** Each in two forms that differ in their values. */
const DOCUMENTS: [string, string, string, Record<string, unknown>?][] = [
  ['an id', `{ one(id: "${ONE}") }`, `{ one(id: "${OTHER}") }`],
  [
    'two fields',
    `{ a: one(id: "${ONE}") b: one(id: "${OTHER}") }`,
    `{ a: one(id: "${OTHER}") b: one(id: "${ONE}") }`,
  ],
  ['texts of any length', '{ text(text: "a, (b) {c} # d") }', '{ text(text: "محمد") }'],
  ['numbers', '{ text(first: 5, id: 7) }', '{ text(first: 9, id: 8) }'],
  [
    'ids that JavaScript would round',
    '{ text(id: 12345678901234567891) }',
    '{ text(id: 12345678901234567892) }',
  ],
  ['numbers that are none', '{ text(first: 05) }', '{ text(first: 06) }'],
  ['numbers with a point where none may be', '{ text(first: 5.0) }', '{ text(first: 6.0) }'],
  ['ids with a point', '{ text(id: 7.5) }', '{ text(id: 8.5) }'],
  ['numbers beyond Int', '{ text(first: 5) }', '{ text(first: 50000000000) }'],
  ['a moment as a number', '{ text(at: 5) }', '{ text(at: 6) }'],
  ['escapes', '{ text(text: "a\\"b\\u0041") }', '{ text(text: "a\\"c\\u0042") }'],
  ['block strings', '{ text(text: """a "b" c""") }', '{ text(text: """a "c" c""") }'],
  ['comments', `{ # "a" 5\n one(id: "${ONE}") }`, `{ # "b" 6\n one(id: "${OTHER}") }`],
  ['lists', `{ list(ids: ["${ONE}", "${OTHER}"]) }`, `{ list(ids: ["${OTHER}", "${ONE}"]) }`],
  ['one in place of a list', `{ list(ids: "${ONE}") }`, `{ list(ids: "${OTHER}") }`],
  [
    'inputs',
    `mutation { send(input: { name: "a", inner: { id: "${ONE}", at: "2026-11-28T10:00:00Z", place: 30.5, tags: ["x"] } }) }`,
    `mutation { send(input: { name: "b", inner: { id: "${OTHER}", at: "2026-11-28T11:00:00Z", place: -1, tags: ["y"] } }) }`,
  ],
  [
    'variables beside them',
    `query Q($code: String) { one(id: "${ONE}") text(text: $code, first: 3) }`,
    `query Q($code: String) { one(id: "${OTHER}") text(text: $code, first: 4) }`,
    { code: 'c' },
  ],
  [
    'defaults of variables',
    'query ($n: Int = 3) { text(first: $n) }',
    'query ($n: Int = 4) { text(first: $n) }',
  ],
  [
    'fragments',
    `{ ...F } fragment F on Query { one(id: "${ONE}") }`,
    `{ ...F } fragment F on Query { one(id: "${OTHER}") }`,
  ],
  [
    'several operations',
    `query A { one(id: "${ONE}") } query B { one(id: "${ONE}") }`,
    `query A { one(id: "${OTHER}") } query B { one(id: "${ONE}") }`,
  ],
  ['directives', `{ text @include(if: "a") }`, `{ text @include(if: "b") }`],
  ['mistakes', '{ one(id: "no-uuid-1") }', '{ one(id: "no-uuid-2") }'],
  ['a mistake beside none', `{ one(id: "${ONE}") }`, `{ one(id: "0d4a1f0e-6d3b-4a36-9e3c-xxxxxxxxxxxx") }`],
  [
    'fields that do not merge',
    `{ one(id: "${ONE}") one(id: "${OTHER}") }`,
    `{ one(id: "${OTHER}") one(id: "${ONE}") }`,
  ],
  [
    'fields that do',
    `{ one(id: "${ONE}") one(id: "${ONE}") }`,
    `{ one(id: "${OTHER}") one(id: "${OTHER}") }`,
  ],
  ['unknown fields', '{ text(text: "a") nothing }', '{ text(text: "b") nothing }'],
  [
    'errors at their place',
    '{ a: text(text: "a")\n  fails(text: "b") }',
    '{ a: text(text: "c")\n  fails(text: "d") }',
  ],
  [
    'errors behind a shorter value',
    '{ a: text(text: "a") fails(text: "b") }',
    '{ a: text(text: "abc") fails(text: "d") }',
  ],
  ['no documents', '{ text(text: "" }', '{ text(text: "a" }'],
];

describe('Documents with their values inside', () => {
  let server: TestServer;
  const ask = async (query: string, variables?: Record<string, unknown>) => {
    const { status, text } = await server.query(query, variables);
    return { status, text: text.replaceAll(/"requestId":"[^"]*"/g, '') };
  };
  /** No document is taken apart that may hold a block string. */
  const askAsItIs = (query: string, variables?: Record<string, unknown>) => ask(`${query} # """`, variables);

  beforeAll(async () => {
    const told = (args: unknown) => JSON.stringify(args);
    server = await aServer(SDL, {
      one: (_source, args) => told(args),
      text: (_source, args) => told(args),
      list: (_source, args) => told(args),
      send: (_source, args) => told(args),
      fails: (_source, args) => {
        throw new GraphQLError(`It fails: ${told(args)}`, { extensions: { code: 'BAD_USER_INPUT' } });
      },
    });
  });
  afterAll(() => server.close());

  it.each(DOCUMENTS.map(([what, one, other, variables]) => ({ what, one, other, variables })))(
    'are answered as if nobody had sent their like: $what',
    async ({ one, other, variables }) => {
      const [ofOne, ofOther] = [await askAsItIs(one, variables), await askAsItIs(other, variables)];
      for (let time = 0; time < 3; time += 1) {
        expect(await ask(one, variables)).toEqual(ofOne);
        expect(await ask(other, variables)).toEqual(ofOther);
      }
    },
  );

  it('are told apart where a value says so alone', async () => {
    const answers = await Promise.all([ONE, OTHER, ONE, OTHER].map((id) => ask(`{ one(id: "${id}") }`)));
    expect(answers.map(({ text }) => text.includes(ONE))).toEqual([true, false, true, false]);
  });
});

describe('A document whose like has come before', () => {
  const schema = buildSchema('type Query { text(text: String, first: Int): String }');
  const documents = new ParameterizedDocuments(schema, documentRules(new Map()));
  const sent = (text: string, first: number) => ({
    query: `{ text(text: "${text}", first: ${first}) }`,
    operationName: null,
  });

  it('becomes one with variables, from the second time on', () => {
    expect(documents.parameterize(sent('one', 1))).toEqual(sent('one', 1));
    const second = documents.parameterize(sent('two', 2)) as { query: string; variables: object };
    const third = documents.parameterize(sent('six', 3)) as { query: string; variables: object };
    expect(second.variables).toEqual({ _value0: 'two', _value1: 2 });
    expect(third).toEqual({ ...second, variables: { _value0: 'six', _value1: 3 } });
    expect(validate(schema, parse(second.query), specifiedRules)).toEqual([]);
    expect(second.query).not.toContain('two');
  });

  it.each([
    ['no operation', 'text'],
    ['one without values', { query: '{ text }' }],
    ['variables of another kind', { ...sent('one', 1), variables: 'x' }],
    ['variables in a list', { ...sent('one', 1), variables: [] }],
    ['a document that is very long', { query: `{ text(text: "${'x'.repeat(5000)}") }` }],
    ['one with very many values', { query: `{ text(first: [${'1, '.repeat(101)}]) }` }],
    ['a name that is taken', { query: '{ text(text: $_value0, first: 3) }' }],
  ])('is left alone where it is %s', (_what, asked) => {
    for (let again = 0; again < 3; again += 1) expect(documents.parameterize(asked)).toBe(asked);
  });

  it('costs no more where a text has no end: it is not begun again at each quote in it', () => {
    const msOf = (quotes: number) => {
      const query = `{ text(text: "${'\\"'.repeat(quotes)}\n`;
      const times = Array.from({ length: 9 }, () => {
        const start = performance.now();
        for (let time = 0; time < 20; time += 1) documents.parameterize({ query });
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    msOf(200);
    // Ten times as many would take a hundred times as long.
    expect(msOf(2000) / msOf(200)).toBeLessThan(35);
  });
});
