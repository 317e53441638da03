import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { parsedDocuments } from '../../../src/server/documents/parsed-documents.js';

const LONG = 64 * 1024;
const documentOf = (name: string, length = 0) => parse(`query ${name} { __typename } #${'x'.repeat(length)}`);

describe('The documents that were found valid', () => {
  it('are there again, each by its hash', async () => {
    const store = parsedDocuments();
    const [first, second] = [documentOf('First'), documentOf('Second')];
    await store.set('1', first);
    await store.set('2', second);
    expect(await store.get('1')).toBe(first);
    expect(await store.get('2')).toBe(second);
    expect(await store.get('3')).toBeUndefined();
    await store.delete('1');
    expect(await store.get('1')).toBeUndefined();
  });

  it('make room for others by the length of their texts, the longest unused first', async () => {
    const store = parsedDocuments();
    await store.set('old', documentOf('Old', LONG));
    await store.set('used', documentOf('Used'));
    await store.set('new', documentOf('New', LONG));
    expect(await store.get('old')).toBeUndefined();
    expect(await store.get('used')).toBeDefined();
    expect(await store.get('new')).toBeDefined();
  });

  it('leave out what alone would be too long', async () => {
    const store = parsedDocuments();
    await store.set('used', documentOf('Used'));
    await store.set('huge', documentOf('Huge', 3 * LONG));
    expect(await store.get('huge')).toBeUndefined();
    expect(await store.get('used')).toBeDefined();
  });
});
