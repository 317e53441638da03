import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  MAX_PROBES_PER_TURN,
  TURN_GATE_LIMITS,
  TurnGate,
  type WaitingOperation,
} from '../../src/server/turn-gate.js';

const PIECE_MS = 10;
const MAX_DELAY_MS = 1000;
const { maxEntries, maxEntriesPerAddress } = TURN_GATE_LIMITS;

/** An event loop in which each operation takes PIECE_MS. */
let now: number;
let turn: number;
let nextTurns: (() => void)[];
let afterPieces: (() => void)[];
let gate: TurnGate;
/** What has begun, with its turn. */
let begun: string[];
let refused: string[];
beforeEach(() => {
  now = 0;
  turn = 0;
  nextTurns = [];
  afterPieces = [];
  begun = [];
  refused = [];
  const clock = { monotonicNow: () => now };
  gate = new TurnGate(
    clock,
    { maxDelayMs: MAX_DELAY_MS },
    {
      nextTurn: (callback) => nextTurns.push(callback),
      afterPiece: (callback) => afterPieces.push(callback),
    },
  );
});

const work = (name: string) => {
  begun.push(`${turn} ${name}`);
  now += PIECE_MS;
};
const come = (
  name: string,
  {
    from = name.replace(/\d+$/, ''),
    isAccepted = false,
    hasLeft = () => false,
  }: Partial<Pick<WaitingOperation, 'from' | 'isAccepted' | 'hasLeft'>> = {},
) => {
  if (gate.mayBegin()) work(name);
  else
    gate.wait({
      from,
      isAccepted,
      hasLeft,
      begin: () => work(name),
      refuse: () => refused.push(name),
    });
};
const endTurn = () => {
  turn += 1;
  for (const callback of nextTurns.splice(0)) callback();
  while (afterPieces.length > 0) afterPieces.shift()?.();
};
const untilNobodyWaits = () => {
  while (gate.waiting > 0) endTurn();
};
const names = () => begun.map((each) => each.split(' ')[1]);

describe('What begins in one turn of the event loop', () => {
  it('is everything while the turn is short, without waiting', () => {
    come('a1');
    come('a2');
    expect(begun).toEqual(['0 a1', '0 a2']);
    expect(gate.waiting).toBe(0);
  });

  it('is no more once it has taken too long: the rest begins in the next turns, in the order in which it came', () => {
    for (let n = 1; n <= 6; n += 1) come(`a${n}`);
    expect(begun).toEqual(['0 a1', '0 a2']);
    untilNobodyWaits();
    expect(begun).toEqual(['0 a1', '0 a2', '1 a3', '1 a4', '2 a5', '2 a6']);
    endTurn();
    come('a7');
    expect(begun.at(-1)).toBe('3 a7');
    endTurn();
    expect(nextTurns).toEqual([]);
  });

  it('counts what operations have taken, not how many they are', () => {
    come('a1');
    now += 100;
    come('a2');
    expect(begun).toEqual(['0 a1']);
    endTurn();
    expect(begun).toEqual(['0 a1', '1 a2']);
  });

  it('overtakes nobody who waits', () => {
    for (let n = 1; n <= 5; n += 1) come(`a${n}`);
    endTurn();
    come('a6');
    untilNobodyWaits();
    expect(names()).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a6']);
  });
});

describe('Operations that continue after an answer', () => {
  const goOn = (name: string, isAccepted = false) =>
    gate.resumed({ address: name.replace(/\d+$/, '') }, isAccepted).then(() => work(name));
  const endPieces = async () => {
    while (afterPieces.length > 0) {
      await Promise.resolve();
      await Promise.resolve();
      afterPieces.shift()?.();
    }
  };
  /** Ends a turn; what continues in it does so before the next piece. */
  const endTurnInPieces = async () => {
    turn += 1;
    for (const callback of nextTurns.splice(0)) callback();
    await endPieces();
  };

  it('do so one after the other, as many in a turn as there is time for', async () => {
    const all = Promise.all(['a1', 'a2', 'a3', 'a4', 'a5'].map((name) => goOn(name)));
    expect(begun).toEqual([]);
    while (gate.waiting > 0) await endTurnInPieces();
    await all;
    expect(begun).toEqual(['1 a1', '1 a2', '2 a3', '2 a4', '3 a5']);
  });

  it('do so at once where the one before has done all that it can', async () => {
    await goOn('a1');
    const second = goOn('a2');
    await Promise.resolve();
    expect(names()).toEqual(['a1']);
    while (gate.waiting > 0) await endTurnInPieces();
    await second;
    expect(names()).toEqual(['a1', 'a2']);
    await goOn('a3');
    expect(begun).toEqual(['0 a1', '1 a2', '1 a3']);
    await endPieces();
    const fourth = goOn('a4');
    await Promise.resolve();
    expect(names()).toEqual(['a1', 'a2', 'a3']);
    while (gate.waiting > 0) await endTurnInPieces();
    await fourth;
    expect(begun).toEqual(['0 a1', '1 a2', '1 a3', '2 a4']);
  });

  it('take turns with what begins, and are refused never', async () => {
    const all = Promise.all([goOn('a1'), goOn('a2'), goOn('b1', true)]);
    now += 20;
    come('c1');
    while (gate.waiting > 0) await endTurnInPieces();
    now += 10 * MAX_DELAY_MS;
    await all;
    expect(names().slice().sort()).toEqual(['a1', 'a2', 'b1', 'c1']);
    expect(refused).toEqual([]);
  });

  it('do so at once with an answer that was there, unless the turn has ended since or has no time left', () => {
    const { turn: first } = gate;
    const one = { address: 'a' };
    expect(gate.mayContinue(one, first)).toBe(true);
    expect(gate.mayContinue(one, first)).toBe(true);
    now += 20;
    expect(gate.mayContinue(one, first)).toBe(false);
    endTurn();
    expect(gate.mayContinue(one, first)).toBe(false);
    expect(gate.mayContinue(one, gate.turn)).toBe(true);
  });

  it('do so one after the other too, though the answer was there for a hundred at once', async () => {
    const { turn: first } = gate;
    const hundred = Array.from({ length: 100 }, () => ({ address: 'a' }));
    expect(hundred.filter((each) => gate.mayContinue(each, first))).toEqual([hundred[0]]);
    const all = Promise.all(['a1', 'a2', 'a3'].map((name) => goOn(name)));
    expect(begun).toEqual([]);
    while (gate.waiting > 0) await endTurnInPieces();
    await all;
    expect(begun).toEqual(['1 a1', '1 a2', '2 a3']);
  });

  it('have the rest of the turn in which they continue after waiting', async () => {
    const [first, one, other] = [{ address: 'a' }, { address: 'a' }, { address: 'a' }];
    await gate.resumed(first, false);
    const continued = [one, other].map((each) =>
      gate
        .resumed(each, false)
        .then(() => [gate.mayContinue(one, gate.turn), gate.mayContinue(other, gate.turn)]),
    );
    while (gate.waiting > 0) await endTurnInPieces();
    expect(await Promise.all(continued)).toEqual([
      [true, false],
      [false, true],
    ]);
  });
});

describe('Who is next', () => {
  it('addresses take turns: a hundred of one stand before nobody else’s one', () => {
    for (let n = 0; n < 100; n += 1) come(`many${n}`);
    come('other1');
    come('third1');
    untilNobodyWaits();
    expect(names().indexOf('other1')).toBeLessThanOrEqual(4);
    expect(names().indexOf('third1')).toBeLessThanOrEqual(4);
    expect(begun).toHaveLength(102);
  });

  it('a customer stands before a stranger of the same address, and keeps no stranger out', () => {
    for (let n = 0; n < 50; n += 1) come(`stranger${n}`, { from: 'shop' });
    for (let n = 0; n < 50; n += 1) come(`customer${n}`, { from: 'shop', isAccepted: true });
    untilNobodyWaits();
    expect(names().indexOf('customer0')).toBeLessThanOrEqual(3);
    // Of the first forty that waited, as many of each.
    const first = names().slice(2, 42);
    expect(first.filter((name) => name?.startsWith('customer'))).toHaveLength(20);
  });

  it('strangers of very many addresses leave customers every other turn', () => {
    for (let n = 0; n < 1000; n += 1) come(`s${n}`, { from: `address ${n}` });
    come('customer1', { isAccepted: true });
    untilNobodyWaits();
    expect(names().indexOf('customer1')).toBeLessThanOrEqual(3);
  });

  it('nobody whose client has left meanwhile', () => {
    for (let n = 1; n <= 4; n += 1) come(`a${n}`, { hasLeft: () => n === 3 });
    untilNobodyWaits();
    expect(names()).toEqual(['a1', 'a2', 'a4']);
    expect(refused).toEqual([]);
  });
});

describe('What something else lets in: the next request of a connection, or its next message', () => {
  const arrive = (name: string, isAccepted = false) => {
    if (gate.mayBegin()) work(name);
    else gate.defer({ from: name.replace(/\d+$/, ''), isAccepted, begin: () => work(name) });
  };

  it('waits as operations do, and takes turns with them', () => {
    for (let n = 0; n < 50; n += 1) come(`operation${n}`);
    for (let n = 0; n < 50; n += 1) arrive(`request${n}`);
    arrive('customer1', true);
    untilNobodyWaits();
    expect(names().indexOf('request0')).toBeLessThanOrEqual(4);
    expect(names().indexOf('customer1')).toBeLessThanOrEqual(4);
    expect(names().indexOf('operation10')).toBeLessThan(names().indexOf('request40'));
  });

  it('is refused by nobody here, however many there are and however long they wait: that costs as much', () => {
    for (let n = 0; n < maxEntries + 100; n += 1) arrive(`a${n}`);
    now += 2 * MAX_DELAY_MS + 1;
    untilNobodyWaits();
    expect(names()).toHaveLength(maxEntries + 100);
    expect(refused).toEqual([]);
  });

  it('leaves operations their places', () => {
    for (let n = 0; n < maxEntries + 100; n += 1) arrive(`a${n}`);
    come('b1');
    untilNobodyWaits();
    expect(names().indexOf('b1')).toBeLessThanOrEqual(4);
  });

  it('hears that it comes too late', () => {
    const late: boolean[] = [];
    arrive('a1');
    arrive('a2');
    for (const _each of [1, 2]) {
      gate.defer({ from: 'a', isAccepted: false, begin: () => late.push(gate.isLate) });
      now += MAX_DELAY_MS + 1;
    }
    untilNobodyWaits();
    expect(late).toEqual([true, false]);
    expect(gate.isLate).toBe(false);
  });
});

describe('A probe', () => {
  it('begins at once, whatever else waits', () => {
    for (let n = 0; n < 50; n += 1) come(`a${n}`);
    expect([gate.mayProbe(), gate.mayBegin()]).toEqual([true, false]);
  });

  it('waits where very many came in this turn', () => {
    for (let n = 0; n < 50; n += 1) come(`a${n}`);
    const begin = () => Array.from({ length: 2 * MAX_PROBES_PER_TURN }, () => gate.mayProbe());
    expect(begin().filter(Boolean)).toHaveLength(MAX_PROBES_PER_TURN);
    endTurn();
    expect(begin().filter(Boolean)).toHaveLength(MAX_PROBES_PER_TURN);
  });

  it('has the turn end in which it came', () => {
    for (let n = 0; n < MAX_PROBES_PER_TURN; n += 1) gate.mayProbe();
    endTurn();
    expect(gate.mayProbe()).toBe(true);
  });
});

describe('How many wait, and for how long', () => {
  it('so many of one address; the others go on', () => {
    for (let n = 0; n < maxEntriesPerAddress + 12; n += 1) come(`a${n}`);
    come('b1');
    expect(refused).toHaveLength(10);
    expect(gate.waiting).toBe(maxEntriesPerAddress + 1);
    endTurn();
    expect(names()).toContain('b1');
  });

  it('and so many in all: the address with the most makes room, strangers first', () => {
    for (let n = 0; n < 102; n += 1) come(`greedy${n}`);
    come('customer1', { isAccepted: true });
    for (let n = 0; n < maxEntries; n += 1) come(`s${n}`, { from: `address ${n}` });
    expect(gate.waiting).toBe(maxEntries);
    expect(refused.slice(0, 3)).toEqual(['greedy101', 'greedy100', 'greedy99']);
    expect(refused).toHaveLength(101);
    expect(refused).not.toContain('customer1');
  });

  it('what waited for longer than the event loop may be late is refused before it begins', () => {
    for (let n = 1; n <= 4; n += 1) come(`a${n}`);
    now += 2 * MAX_DELAY_MS + 1;
    untilNobodyWaits();
    expect(names()).toEqual(['a1', 'a2']);
    expect(refused).toEqual(['a3', 'a4']);
  });

  it('and says of what begins how long it waited, since reads are refused sooner than steps', () => {
    const waited: number[] = [];
    come('a1');
    come('a2');
    const operation = { from: 'a', isAccepted: false, hasLeft: () => false, refuse: () => {} };
    gate.wait({ ...operation, begin: () => waited.push(gate.waitedMs) });
    now += MAX_DELAY_MS + 1;
    endTurn();
    expect(waited).toEqual([MAX_DELAY_MS + 1]);
    expect(gate.waitedMs).toBe(0);
  });
});
