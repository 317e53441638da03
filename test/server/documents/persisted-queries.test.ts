import { describe, expect, it } from '@jest/globals';
import { PERSISTED_QUERY_LIMITS, PersistedQueries } from '../../../src/server/documents/persisted-queries.js';
import { CallerKeys } from '../../../src/vlens/caller-keys.js';
import { bytesInUse } from '../../support/memory.js';

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
    const half = 'x'.repeat(charactersPerCaller / 2 - 200);
    for (const hash of ['1', '2', '3']) queries.keep(caller, hash, half);
    expect(['1', '2', '3'].map((hash) => queries.get(caller, hash) !== null)).toEqual([false, true, true]);
    expect(queries.size).toBeLessThanOrEqual(charactersPerCaller + 1000);
  });

  it('take so much in all, however many tokens somebody makes up', () => {
    const queries = new PersistedQueries();
    const text = 'x'.repeat(charactersPerCaller - 200);
    for (let at = 0; at < 2 * (characters / charactersPerCaller); at += 1)
      queries.keep(keys.of(`${at}`), '1', text);
    expect(queries.size).toBeLessThanOrEqual(characters);
    expect(queries.get(keys.of('0'), '1')).toBeNull();
  });

  it('take so much in all, also where each token sends a short one first', () => {
    const queries = new PersistedQueries();
    const half = 'x'.repeat(charactersPerCaller / 2 - 200);
    const many = 2 * (characters / charactersPerCaller);
    const callers = Array.from({ length: many }, (_, at) => keys.of(`${at}`));
    for (const caller of callers)
      for (const [hash, text] of Object.entries({ short: '{ __typename }', a: half, b: half }))
        queries.keep(caller, hash, text);
    const kept = callers.filter((caller) => queries.get(caller, 'b') !== null);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThanOrEqual(characters / charactersPerCaller);
    expect(queries.size).toBeLessThanOrEqual(characters);
  });

  it('take in memory what they count for, two bytes for each character, also where each token sends one short text', async () => {
    const queries = new PersistedQueries();
    const before = await bytesInUse();
    for (let at = 0; at < 20_000; at += 1) queries.keep(keys.of(`${at}`), 'a'.repeat(64), '{ __typename }');
    expect((await bytesInUse()) - before).toBeLessThan(2 * 2 * characters);
    expect(queries.size).toBeLessThanOrEqual(characters);
  });
});
