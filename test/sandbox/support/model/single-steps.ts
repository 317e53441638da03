import fc from 'fast-check';
import { type Choice, type Draft, PROVIDERS_MOVES, type Product, TOWNS, USERS, type User } from './steps.js';

const PRODUCTS: Product[] = ['car loan', 'personal loan', 'joint account'];
const WAITS = [1, 299, 300, 301, 599, 600];
export const kind = <K extends Draft['kind']>(...kinds: [K, ...K[]]) => fc.constantFrom(...kinds);
export const weigh = <T>(...choices: [number, fc.Arbitrary<T>][]) =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
export const mostly = fc.nat(3).map((number) => number < 3);
export const newestOf = (of: User | 'all'): Choice => ({ of, back: 0 });

/** Mostly what is the user's own, now and then somebody else's. */
const choiceBy = (user: User): fc.Arbitrary<Choice> =>
  weigh(
    [6, fc.constant(newestOf(user))],
    [1, fc.record({ of: fc.constant(user), back: fc.nat(3) })],
    [2, fc.record({ of: fc.constant('all' as const), back: fc.nat(5) })],
  );
const anyChoice = weigh([2, fc.constantFrom(...USERS).map(newestOf)], [1, choiceBy(USERS[0])]);
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 1 });

export const createBy = (user: User): fc.Arbitrary<Draft> =>
  fc.record({
    kind: kind('create'),
    user: fc.constant(user),
    product: fc.constantFrom(...PRODUCTS),
    others: fc.subarray(
      USERS.filter((other) => other !== user),
      { minLength: 1 },
    ),
    required: fc.constantFrom(null, 2),
  });

/** What a customer may do at the same moment as others. */
const callBy = (by: User): fc.Arbitrary<Draft> => {
  const [user, own] = [fc.constant(by), choiceBy(by)];
  const [live, right] = [kind('revalidate liveness'), kind('validate OTP')];
  return weigh<Draft>(
    [3, createBy(by)],
    [3, fc.record({ kind: kind('request OTP'), user, request: own })],
    [5, fc.record({ kind: right, user, code: own, isRight: mostly, request: perhaps(own) })],
    [3, fc.record({ kind: kind('confirm payment'), user, request: own })],
    [2, fc.record({ kind: live, user, request: perhaps(own), isLive: mostly })],
    [1, fc.record({ kind: kind('log in'), user })],
  );
};
const customersCall = fc.constantFrom(...USERS).chain(callBy);
const providersCall: fc.Arbitrary<Draft> = fc.record({
  kind: kind('approve', 'approve', 'pay', 'pay', ...PROVIDERS_MOVES),
  request: anyChoice,
});
export const call = weigh([4, customersCall], [1, providersCall]);

export const wait: fc.Arbitrary<Draft> = fc.record({
  kind: kind('wait'),
  seconds: fc.constantFrom(...WAITS),
});
export const anyStep: fc.Arbitrary<Draft> = fc.constantFrom(...USERS).chain((by) => {
  const user = fc.constant(by);
  return weigh<Draft>(
    [14, call],
    [3, fc.record({ kind: kind('read', 'generate link'), user, request: choiceBy(by) })],
    [1, fc.record({ kind: kind('check eligibility'), user })],
    [2, fc.record({ kind: kind('travel'), user, to: fc.constantFrom(...TOWNS) })],
    [2, wait],
    [1, fc.record({ kind: kind('verify identity'), user, isVerified: mostly })],
  );
});
