import { describe, expect, it } from '@jest/globals';
import { closeAtOnce, closeEach, failuresOf } from '../src/close-each.js';

const fails = (name: string) => () => Promise.reject(new Error(name));
const throws = (name: string) => () => {
  throw new Error(name);
};

describe.each([
  ['one after the other', closeEach],
  ['at once', closeAtOnce],
])('Closing %s', (_, close) => {
  it('tries all, and fails with each failure, those of parts of a part, too', async () => {
    const tried: string[] = [];
    const notes = (name: string) => () => void tried.push(name);
    const error = await close(
      throws('first'),
      notes('second'),
      () => closeEach(fails('third'), notes('fourth'), throws('fifth')),
      notes('sixth'),
    ).catch((thrown: unknown) => thrown);
    expect(failuresOf(error).map(String)).toEqual(['Error: first', 'Error: third', 'Error: fifth']);
    expect(tried.toSorted()).toEqual(['fourth', 'second', 'sixth']);
  });

  it('fails with a lone failure as it is', async () => {
    await expect(close(fails('alone'), () => 'closed')).rejects.toThrow('alone');
    expect(failuresOf(new AggregateError([1, 2]))).toHaveLength(1);
  });

  it('fails with nothing where nothing does', async () => {
    await expect(close(() => 'closed')).resolves.toBeUndefined();
  });
});
