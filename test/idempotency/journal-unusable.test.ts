import { describe, expect, it } from '@jest/globals';
import { unusable } from '../../src/idempotency/journal.js';

describe('Why STATE_FOLDER can’t be used', () => {
  it.each([
    ['IO error: /state/000005.ldb: No space left on device', 'LEVEL_IO_ERROR', 'the disk is full'],
    ['IO error: /state/000005.ldb: Disk quota exceeded', 'LEVEL_IO_ERROR', 'the disk is full'],
    ['IO error: /state/000005.ldb: Input/output error', 'LEVEL_IO_ERROR', '(LEVEL_IO_ERROR)'],
    ['IO error: /state/000005.ldb: Invalid argument', 'LEVEL_IO_ERROR', 'its files are damaged'],
    ['Corruption: block checksum mismatch', undefined, 'its files are damaged'],
  ])('is told from what LevelDB says: %s', (message, code, sentence) => {
    const cause = Object.assign(new Error(message), { code });
    expect(unusable(cause).message).toContain(sentence);
    expect(unusable(Object.assign(new Error('Database failed to open'), { cause })).message).toContain(
      sentence,
    );
  });
});
