import { expect, it } from '@jest/globals';
import { PipelinedRequests } from '../../src/server/pipelined-requests.js';

const MAX = 100;

class Connection {
  counted = 0;
  kind: number | null = null;
  isOverFull = false;
  isUnderWay = false;
  mayBeStep = false;

  constructor(
    readonly name: string,
    readonly ended: string[],
    is: Partial<Connection> = {},
    public behind = 10,
  ) {
    Object.assign(this, is);
  }

  cut(): void {
    this.behind = 0;
    this.ended.push(this.name);
  }
}

it('Connections end in their order: what has not begun, what is no step, and last the one that adds', () => {
  const ended: string[] = [];
  let cut = 0;
  const pipelined = new PipelinedRequests(MAX, () => (cut += 1));
  const read = { isUnderWay: true };
  const step = { isUnderWay: true, mayBeStep: true };
  const full = { isOverFull: true };
  const connections = [
    new Connection('step', ended, { ...step, ...full }),
    new Connection('another step', ended, step),
    new Connection('read', ended, read),
    new Connection('read, over-full', ended, { ...read, ...full }),
    new Connection('later read', ended, read),
    new Connection('waits', ended),
    new Connection('waits, over-full', ended, full),
    new Connection('waits later', ended),
    new Connection('waits later, over-full', ended, full),
  ];
  for (const each of connections) pipelined.note(each);
  expect([pipelined.waiting, ended]).toEqual([90, []]);
  const adds = new Connection('adds', ended, step);
  while (!ended.includes('adds')) {
    adds.behind += 10;
    pipelined.note(adds);
    expect(pipelined.waiting).toBeLessThanOrEqual(MAX);
  }
  expect(ended).toEqual([
    'waits, over-full',
    'waits later, over-full',
    'waits',
    'waits later',
    'read, over-full',
    'read',
    'later read',
    'adds',
  ]);
  expect([pipelined.waiting, cut]).toEqual([20, ended.length]);
});

it('What begins, or is found to be no step, changes which of them ends', () => {
  const ended: string[] = [];
  const pipelined = new PipelinedRequests(25);
  const [first, second, third] = ['first', 'second', 'third'].map((name) => new Connection(name, ended));
  if (!first || !second || !third) throw new Error('There are three.');
  for (const each of [first, second]) pipelined.note(each);
  first.isUnderWay = true;
  first.mayBeStep = true;
  pipelined.note(first);
  second.isUnderWay = true;
  pipelined.note(second);
  first.mayBeStep = false;
  pipelined.note(first);
  // Those that became so first are the oldest.
  pipelined.note(third);
  expect(ended).toEqual(['third']);
  first.behind = 16;
  pipelined.note(first);
  expect([ended, pipelined.waiting]).toEqual([['third', 'second'], 16]);
});

it('A connection with nothing behind what is in flight ends for nobody', () => {
  const ended: string[] = [];
  const pipelined = new PipelinedRequests(5);
  pipelined.note(new Connection('honest', ended, { isUnderWay: true }, 0));
  pipelined.note(new Connection('greedy', ended, { isUnderWay: true, mayBeStep: true }));
  expect([ended, pipelined.waiting]).toEqual([['greedy'], 0]);
});
