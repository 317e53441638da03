import { beforeEach, describe, expect, it } from '@jest/globals';
import { ProcessStore } from '../../src/idempotency/process-store.js';
import { REMEMBERED_MS, type RecordId } from '../../src/idempotency/store.js';

const ID = 'record' as RecordId;
const CIPHERTEXT = Buffer.from('ciphertext');
/** Of two answers there is room. */
const MAX_BYTES = 1100;
let now: number;
let store: ProcessStore;
beforeEach(() => {
  now = 1;
  store = new ProcessStore({ maxBytes: MAX_BYTES, now: () => now });
});

describe('The store of steps in this process', () => {
  it('lets one claim a record, and tells the others that it is under way', async () => {
    const claims = await Promise.all([store.claim(ID, 'f'), store.claim(ID, 'g')]);
    expect(claims).toEqual([{ state: 'claimed' }, { state: 'in flight', fingerprint: 'f' }]);
  });

  it('remembers an answer for 24 hours', async () => {
    await store.claim(ID, 'f');
    await store.settle(ID, 'f', CIPHERTEXT);
    now += REMEMBERED_MS - 1;
    expect(await store.claim(ID, 'f')).toEqual({
      state: 'settled',
      fingerprint: 'f',
      ciphertext: CIPHERTEXT,
    });
    now += 2;
    expect(await store.claim(ID, 'f')).toEqual({ state: 'claimed' });
  });

  it('wakes those who wait when the record is settled or released, or they leave', async () => {
    const never = new AbortController();
    await store.claim(ID, 'f');
    const settled = store.changed(ID, never.signal);
    await store.settle(ID, 'f', CIPHERTEXT);
    await settled;
    await store.changed(ID, never.signal);
    const other = 'other' as RecordId;
    await store.claim(other, 'f');
    const left = store.changed(other, never.signal);
    never.abort();
    await left;
    const released = store.changed(other, new AbortController().signal);
    await store.release(other);
    await released;
    expect(await store.claim(other, 'f')).toEqual({ state: 'claimed' });
  });

  it('forgets the answer that was asked for longest ago where there is no room for more', async () => {
    const ids = ['first', 'second', 'third'] as RecordId[];
    for (const id of ids) {
      await store.claim(id, 'f');
      await store.settle(id, 'f', CIPHERTEXT);
    }
    const states = [];
    for (const id of ids) states.push((await store.claim(id, 'f')).state);
    expect(states).toEqual(['claimed', 'settled', 'settled']);
  });

  it('never forgets what is under way, however many come', async () => {
    const ids = Array.from({ length: 10 }, (_, number) => `record-${number}` as RecordId);
    for (const id of ids) await store.claim(id, 'f');
    for (const id of ids) expect(await store.claim(id, 'f')).toMatchObject({ state: 'in flight' });
  });
});
