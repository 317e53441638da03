import { describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLResolveInfo, graphql } from 'graphql';
import { selectedFields } from '../../resolvers/selection.js';

const schema = buildSchema(`
  type Query { list: Connection }
  type Connection { nodes: [Item!] edges: [Edge!] }
  type Edge { node: Item }
  type Item { id: ID a: Int b: Int item: Item }
`);

/** What a resolver of `list` finds selected at a path. */
async function selected(
  source: string,
  path: string[] = [],
  variableValues: Record<string, unknown> = {},
): Promise<string[]> {
  let names: string[] = [];
  const list = (_args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    names = [...selectedFields(info, path)].sort();
    return null;
  };
  const { errors } = await graphql({ schema, source, rootValue: { list }, variableValues });
  expect(errors).toBeUndefined();
  return names;
}

describe('what an operation asks for', () => {
  it('is read at the field itself and below it', async () => {
    const source = '{ list { nodes { id } edges { node { a item { b } } } } }';
    expect(await selected(source)).toEqual(['edges', 'nodes']);
    expect(await selected(source, ['nodes'])).toEqual(['id']);
    expect(await selected(source, ['edges', 'node'])).toEqual(['a', 'item']);
  });

  it('is nothing at a path that is not asked for', async () => {
    expect(await selected('{ list { nodes { id } } }', ['edges', 'node'])).toEqual([]);
  });

  it('is seen through aliases, and a field’s own name counts', async () => {
    expect(await selected('{ list { a: nodes { b: id } more: nodes { b: a } } }', ['nodes'])).toEqual([
      'a',
      'id',
    ]);
  });

  it('is seen through fragments, also nested ones', async () => {
    const source = `
      query { list { ...OfConnection } }
      fragment OfConnection on Connection { nodes { ... on Item { a } ... { id } ...OfItem } }
      fragment OfItem on Item { b }
    `;
    expect(await selected(source, ['nodes'])).toEqual(['a', 'b', 'id']);
  });

  it('is the sum of a field that is written twice', async () => {
    expect(await selected('{ list { nodes { id } } list { nodes { a } } }', ['nodes'])).toEqual(['a', 'id']);
  });

  it.each([
    [{ yes: true, no: false }, ['a', 'item']],
    [{ yes: false, no: true }, ['b']],
  ])('leaves out what @skip and @include leave out, with variables %j', async (variables, expected) => {
    const source = `query ($yes: Boolean!, $no: Boolean!) {
      list { nodes { a @include(if: $yes) b @skip(if: $yes) ...Rest @skip(if: $no) ... @include(if: $no) { b } id @skip(if: true) } }
    }
    fragment Rest on Item { item { id } }`;
    expect(await selected(source, ['nodes'], variables)).toEqual(expected);
  });

  it('leaves out what lies below a field that is left out', async () => {
    expect(
      await selected('{ list { nodes @skip(if: true) { a } edges { node { b } } } }', ['nodes']),
    ).toEqual([]);
  });
});
