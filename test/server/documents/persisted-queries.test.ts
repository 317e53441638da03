import { describe, expect, it } from '@jest/globals';
import { PERSISTED_QUERY_LIMITS, PersistedQueries } from '../../../src/server/documents/persisted-queries.js';
import { CallerKeys } from '../../../src/vlens/caller-keys.js';

const { queriesPerCaller, charactersPerCaller, characters } = PERSISTED_QUERY_LIMITS;
const keys = new CallerKeys();

describe('Persisted queries', () => {
  it('are so many of one caller, and what was longest unused goes first', () => {
    const queries = new PersistedQueries();
    const caller = keys.of('a');
    for (let at = 0; at <= queriesPerCaller; at += 1) {
      queries.keep(caller, `${at}`, 'text');
      queries.get(caller, '0');
    }
    expect([queries.get(caller, '0'), queries.get(caller, '1')]).toEqual(['text', null]);
  });

  it('take so much of one caller', () => {
    const queries = new PersistedQueries();
    const caller = keys.of('a');
    const half = 'x'.repeat(charactersPerCaller / 2 - 10);
    for (const hash of ['1', '2', '3']) queries.keep(caller, hash, half);
    expect(['1', '2', '3'].map((hash) => queries.get(caller, hash) !== null)).toEqual([false, true, true]);
    expect(queries.size).toBeLessThanOrEqual(charactersPerCaller);
  });

  it('take so much in all, however many tokens somebody makes up', () => {
    const queries = new PersistedQueries();
    const text = 'x'.repeat(charactersPerCaller - 10);
    for (let at = 0; at < 2 * (characters / charactersPerCaller); at += 1)
      queries.keep(keys.of(`${at}`), '1', text);
    expect(queries.size).toBeLessThanOrEqual(characters);
    expect(queries.get(keys.of('0'), '1')).toBeNull();
  });
});
