import { beforeEach, describe, expect, it } from '@jest/globals';
import { OpeningQueue } from '../../src/live/opening-queue.js';
import { HeldClock } from '../support/held-clock.js';

/** Fifteen turns a minute, and as many at once. */
const PER_MINUTE = 60;
const TURN_MS = 4000;
const STRANGERS = 100;
/** Of the turns at once strangers leave seven. */
const STRANGERS_AT_ONCE = 8;

let clock: HeldClock;
let opened: string[];
let queue: OpeningQueue<string>;
beforeEach(() => {
  clock = new HeldClock();
  opened = [];
  queue = new OpeningQueue(PER_MINUTE, clock, (opening) => opened.push(opening));
  for (let number = 0; number < STRANGERS; number += 1) queue.enter(`stranger ${number}`, `${number}`);
});
const customers = () => opened.filter((opening) => opening.startsWith('customer'));

describe('Behind a hundred strangers of as many addresses', () => {
  it('a customer has a turn at once', () => {
    expect(opened).toHaveLength(STRANGERS_AT_ONCE);
    queue.enter('customer', 'elsewhere', true);
    expect(customers()).toEqual(['customer']);
  });

  it('one who turns out to be a customer while they wait has one too', () => {
    queue.enter('customer', 'elsewhere');
    expect(customers()).toEqual([]);
    queue.enter('customer', 'elsewhere', true);
    expect(customers()).toEqual(['customer']);
    expect(queue.length).toBe(STRANGERS - STRANGERS_AT_ONCE);
  });

  it('customers who open again and again leave strangers every fourth turn', async () => {
    for (let number = 0; number < STRANGERS; number += 1)
      queue.enter(`customer ${number}`, `customer ${number}`, true);
    opened = [];
    await clock.advance(40 * TURN_MS);
    expect(opened).toHaveLength(40);
    expect(customers()).toHaveLength(30);
  });

  it('a turn that is given back is the next one’s', () => {
    queue.refund();
    expect(opened).toHaveLength(STRANGERS_AT_ONCE + 1);
  });
});
