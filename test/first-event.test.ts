import { EventEmitter } from 'node:events';
import { expect, it } from '@jest/globals';
import { firstEvent } from '../src/first-event.js';

it('Whichever event comes first is waited for, and no listener is left of the others', async () => {
  const emitter = new EventEmitter();
  for (let round = 0; round < 20; round += 1) {
    const drained = firstEvent(emitter, 'drain', 'close');
    emitter.emit('drain');
    await drained;
  }
  const failed = firstEvent(emitter, 'drain', 'close');
  emitter.emit('error', new Error('reset'));
  await expect(failed).rejects.toThrow('reset');
  expect(emitter.eventNames()).toEqual([]);
});
