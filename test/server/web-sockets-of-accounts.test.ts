import { expect, it } from '@jest/globals';
import { WebSocketsOfAccounts } from '../../src/server/web-sockets-of-accounts.js';
import type { CallerKey } from '../../src/vlens/caller-keys.js';

it('WebSockets of several accounts make room, of the one that holds most, unless each of its own is in use', () => {
  const places = new WebSocketsOfAccounts(2);
  const closed: string[] = [];
  const open = (account: string, count: number, isInUse: boolean) => {
    for (let number = 1; number <= count; number += 1)
      places.add({
        account: account as CallerKey,
        isIdle: () => !isInUse,
        makeRoom: () => void closed.push(`${account} ${number}`),
      });
  };
  open('busy', 5, true);
  open('large', 4, false);
  open('small', 3, false);
  open('modest', 2, false);
  const hasMadeRoom = Array.from({ length: 4 }, () => places.makeRoom());
  expect(closed).toEqual(['large 4', 'large 3', 'small 3']);
  expect(hasMadeRoom).toEqual([true, true, true, false]);
});
