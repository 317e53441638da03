import { describe, expect, it } from '@jest/globals';
import { MAX_LEVELS, normalForm } from '../../../src/server/documents/normal-form.js';

const nested = (levels: number) => `{${'...{'.repeat(levels - 1)}a${'}'.repeat(levels - 1)}}`;

describe('The normal form of a document', () => {
  it('is not made of one that nests deeper than any that could be executed', () => {
    expect(normalForm(nested(MAX_LEVELS))).toEqual(expect.any(String));
    expect(normalForm(nested(MAX_LEVELS + 1))).toBeNull();
  });
});
