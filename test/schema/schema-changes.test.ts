import { describe, expect, it } from '@jest/globals';
import { schemaChanges } from '../../scripts/schema-changes.mjs';

const BEFORE = `
  "A request." type BusinessRequest { id: ID! requestNumber: String }
  type Problem { message: String! }
  union Result = BusinessRequest
  type Query { businessRequest(id: ID!): BusinessRequest result: Result }
`;
const changed = (from: string, to: string) => BEFORE.replace(from, to);
const announced = (path: string) =>
  `# Changelog\n\n## Unreleased\n\n### Breaking\n\n- \`${path}\` is gone.\n\n## 1.0.0\n\n- The first.\n`;

describe('A change of the schema', () => {
  it('that adds something, or says it in other words, is nobody’s concern', async () => {
    const more = changed('requestNumber: String', 'requestNumber: String status: String').replace(
      'A request',
      'A loan',
    );
    expect(await schemaChanges(BEFORE, more, '')).toEqual({ breaking: [], announced: [], dangerous: [] });
  });

  it.each([
    ['a field', 'requestNumber: String', '', 'BusinessRequest.requestNumber'],
    ['an argument', '(id: ID!)', '', 'Query.businessRequest.id'],
    ['what may be left out', 'id: ID!)', 'id: ID!, tenant: ID!)', 'Query.businessRequest.tenant'],
    ['an answer that was never null', 'id: ID! r', 'id: ID r', 'BusinessRequest.id'],
  ])('that takes away %s breaks clients, unless the changelog names it', async (_what, from, to, path) => {
    const after = changed(from, to);
    expect((await schemaChanges(BEFORE, after, '')).breaking).toEqual([expect.stringContaining(`${path}: `)]);
    expect(await schemaChanges(BEFORE, after, announced(path))).toMatchObject({
      breaking: [],
      announced: [expect.stringContaining(path)],
    });
  });

  it('that was announced for an earlier release, or for another field, breaks clients all the same', async () => {
    const after = changed('requestNumber: String', '');
    const earlier = announced('BusinessRequest.requestNumber').replace('Unreleased', '0.9.0');
    for (const changelog of [earlier, announced('BusinessRequest.id')]) {
      expect((await schemaChanges(BEFORE, after, changelog)).breaking).toHaveLength(1);
    }
  });

  it('that gives a union another member is told, since a client may not expect it', async () => {
    const after = changed('union Result = BusinessRequest', 'union Result = BusinessRequest | Problem');
    expect(await schemaChanges(BEFORE, after, '')).toMatchObject({
      breaking: [],
      dangerous: [expect.any(String)],
    });
  });
});
