import { beforeEach, expect, it } from '@jest/globals';
import { MessagesInTurn } from '../../../src/server/subscriptions/messages-in-turn.js';
import type { WebSocketConnection } from '../../../src/server/subscriptions/web-socket-connection.js';
import type { DeferredWork } from '../../../src/server/turn-gate.js';

const MAX_OPERATIONS = 3;

let isBusy: boolean;
let deferred: DeferredWork[];
let taken: string[];
let onTaken: number;
let connection: { isOpen: boolean; isRead: boolean; mayGo: boolean; isLetGo: boolean };
let messages: MessagesInTurn;
beforeEach(() => {
  isBusy = true;
  deferred = [];
  taken = [];
  onTaken = 0;
  connection = Object.assign(
    { isOpen: true, isRead: true, mayGo: true, isLetGo: false },
    {
      from: '192.0.2.1',
      authorization: 'Bearer a',
      waits: () => (connection.isRead = false),
      waitsNoMore: () => (connection.isRead = true),
      letGo: () => (connection.isLetGo = true),
    },
  );
  messages = new MessagesInTurn(
    connection as unknown as WebSocketConnection,
    {
      turnGate: { mayBegin: () => !isBusy, defer: (work) => deferred.push(work) },
      isAccepted: (authorization) => authorization === 'Bearer a',
      maxOperationsPerConnection: MAX_OPERATIONS,
      onTaken: () => (onTaken += 1),
    },
    (bytes) => taken.push(String(bytes)),
  );
});

const arrive = (...texts: string[]) => {
  for (const text of texts) messages.arrived(Buffer.from(text));
};
const nextTurn = () => deferred.shift()?.begin();

it('A message is taken at once while the turn is short, and nothing else is done for it', () => {
  isBusy = false;
  arrive('1', '2');
  expect([taken, deferred, connection.isRead, onTaken]).toEqual([['1', '2'], [], true, 0]);
});

it('One waits for each connection, as a customer or a stranger of its address; nothing more is read meanwhile', () => {
  arrive('1', '2', '3');
  expect(deferred).toEqual([expect.objectContaining({ from: '192.0.2.1', isAccepted: true })]);
  expect([taken, connection.isRead]).toEqual([[], false]);
  nextTurn();
  expect([taken, connection.isRead, deferred.length, onTaken]).toEqual([['1'], false, 1, 0]);
  nextTurn();
  nextTurn();
  expect([taken, connection.isRead, deferred.length, onTaken]).toEqual([['1', '2', '3'], true, 0, 1]);
});

it('What comes behind one that waits is taken after it, also where the turn is short by then', () => {
  arrive('1');
  isBusy = false;
  arrive('2');
  expect(taken).toEqual([]);
  nextTurn();
  nextTurn();
  arrive('3');
  expect(taken).toEqual(['1', '2', '3']);
});

it('A connection is let go on which more waits than its operations and their ends', () => {
  const most = 2 * MAX_OPERATIONS + 100;
  arrive(...Array(most).fill('a'));
  expect(connection.isLetGo).toBe(false);
  arrive('a');
  expect(connection.isLetGo).toBe(true);
});

it('It is not while a step is in flight on it: what was read waits, and is taken in its order', () => {
  const many = Array.from({ length: 1000 }, (_, number) => String(number));
  connection.mayGo = false;
  arrive(...many);
  expect([connection.isLetGo, connection.isRead]).toEqual([false, false]);
  while (deferred.length > 0) nextTurn();
  expect([taken, connection.isRead]).toEqual([many, true]);
});

it('A connection that closes is read again, so that its client’s closing is heard', () => {
  arrive('1', '2');
  connection.isOpen = false;
  nextTurn();
  expect([connection.isRead, deferred]).toEqual([true, []]);
});
