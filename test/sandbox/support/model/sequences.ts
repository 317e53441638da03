import fc from 'fast-check';
import { anyStep, call, createBy, kind, mostly, newestOf, wait, weigh } from './single-steps.js';
import { type Draft, type ProvidersMove, TOWNS, USERS } from './steps.js';

/** The way to a countersigned contract, with what may come in between: chance alone would seldom go it. */
const wholeWay: fc.Arbitrary<Draft[]> = fc.constantFrom(...USERS).chain((user) => {
  const by = { user, request: newestOf(user) };
  const now = (draft: Draft) => fc.constant([draft]);
  const ifSo = (...arbitraries: fc.Arbitrary<Draft>[]) =>
    weigh<Draft[]>([2, fc.constant([])], [1, fc.tuple(...arbitraries)]);
  const requestOtp: Draft = { kind: 'request OTP', ...by };
  const isFar = fc.record({ kind: kind('travel'), user: fc.constant(user), to: fc.constantFrom(...TOWNS) });
  const revalidation: Draft = { kind: 'revalidate liveness', ...by, isLive: true };
  const isPaid = mostly.map((isSo): Draft[] => (isSo ? [{ kind: 'pay', request: by.request }] : []));
  const end = fc.subarray<ProvidersMove>(['reject', 'countersign partially', 'countersign', 'complete']);
  return fc
    .tuple(
      createBy(user).map((draft) => [draft]),
      now({ kind: 'approve', request: by.request }),
      ifSo(isFar),
      now(requestOtp),
      ifSo(fc.constant(revalidation), fc.constant(requestOtp)),
      ifSo(wait),
      now({ kind: 'validate OTP', user, code: by.request, isRight: true, request: null }),
      isPaid,
      now({ kind: 'confirm payment', ...by }),
      end.map((moves) => moves.map((move) => ({ kind: move, request: by.request }))),
    )
    .map((parts) => parts.flat());
});
const partOfTheWay = fc
  .tuple(wholeWay, fc.nat(3), fc.integer({ min: 3, max: 14 }))
  .map(([way, from, to]) => way.slice(from, to));
const insisting = fc.tuple(call, fc.integer({ min: 2, max: 5 })).map(([draft, times]) => again(draft, times));
const guessing = fc.tuple(fc.constantFrom(...USERS), fc.nat(6)).map(([user, times]): Draft[] => {
  const own = newestOf(user);
  const guess: Draft = { kind: 'validate OTP', user, code: own, isRight: false, request: null };
  return [{ kind: 'request OTP', user, request: own }, ...again(guess, times), { ...guess, isRight: true }];
});

/** Users most of whom have begun something, then whatever comes. */
export function steps({ most }: { most: number }): fc.Arbitrary<Draft[]> {
  const omarIs = mostly.map(
    (isVerified): Draft => ({ kind: 'verify identity', user: 'Omar Ali', isVerified }),
  );
  const beginning = [omarIs, ...USERS.map(createBy)].map((draft) => fc.option(draft, { freq: 4 }));
  const piece = weigh([5, anyStep.map((draft) => [draft])], [3, partOfTheWay], [1, insisting], [1, guessing]);
  return fc
    .tuple(fc.tuple(...beginning), fc.array(piece, { maxLength: most, size: 'max' }))
    .map(([first, pieces]) => [...first.filter((draft) => draft !== null), ...pieces.flat()].slice(0, most));
}

export interface Round {
  before: Draft[];
  atOnce: Draft[];
}

/** One or two on their way, whose next steps are taken together with others, perhaps more than once. */
export function rounds({ most }: { most: number }): fc.Arbitrary<Round[]> {
  const onTheWay = fc
    .record({ way: wholeWay, gone: fc.nat(8), times: fc.integer({ min: 1, max: 3 }) })
    .map(({ way, gone, times }) => {
      const next = way.slice(gone).filter(isCall).slice(0, 1);
      return { before: way.slice(0, gone), atOnce: next.flatMap((draft) => again(draft, times)) };
    });
  const round = fc
    .record({
      first: weigh([1, fc.constant<Draft[]>([])], [1, steps({ most: 5 })]),
      under: fc.array(onTheWay, { minLength: 1, maxLength: 2, size: 'max' }),
      others: fc.array(call, { maxLength: 3, size: 'max' }),
    })
    .map(({ first, under, others }) => ({
      before: [...first, ...under.flatMap(({ before }) => before)],
      atOnce: [...under.flatMap(({ atOnce }) => atOnce), ...others],
    }));
  return fc.array(round, { minLength: 1, maxLength: most, size: 'max' });
}

/** Time and place are the world's, not a call's: with them, what is at once would be in no order. */
function isCall({ kind }: Draft): boolean {
  return kind !== 'wait' && kind !== 'travel';
}

function again(draft: Draft, times: number): Draft[] {
  return Array<Draft>(times).fill(draft);
}
