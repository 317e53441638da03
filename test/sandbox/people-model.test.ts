import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyPeople, type Outcome, type PeopleModel, predict, type Step } from './support/people/model.js';
import { PeopleWorld } from './support/people/world.js';

declare const sandboxOn: 'sqlite' | 'postgres';

const PEOPLE = 3;
/** The rules are the same code on both databases: on the second it is about the statements alone. */
const SEQUENCES = sandboxOn === 'postgres' ? 3 : 6;
/** On a very busy machine fewer are played, and one at least: each has all of its checks. */
const LIMITS = { interruptAfterTimeLimit: 60_000, numRuns: SEQUENCES };
const MAX_MS = 180_000;
const KINDS = [
  'send',
  'confirm',
  'register',
  'logIn',
  'refresh',
  'front',
  'back',
  'liveness',
  'cancel',
] as const;

/** Not yet a step: which code, token or transaction it is about depends on what there is by then. */
interface Draft {
  kind: (typeof KINDS)[number];
  person: number;
  card: number;
  transaction: number;
  pick: number;
  /** Now and then with what is somebody else's, old or wrong. */
  isHonest: boolean;
}
const number = (max: number) => fc.integer({ min: 0, max });
const drafts = (kinds: readonly Draft['kind'][], length: { min: number; max: number }) =>
  fc.array(
    fc.record<Draft>({
      kind: fc.constantFrom(...kinds),
      person: number(PEOPLE - 1),
      card: number(1),
      transaction: number(3),
      pick: number(9),
      isHonest: fc.boolean(),
    }),
    { minLength: length.min, maxLength: length.max },
  );

let world: PeopleWorld;
beforeAll(async () => {
  world = await PeopleWorld.start();
});
afterAll(() => world.close());

/** What somebody would do next, by what they have: without a code they ask for one, without a session they register. */
function choose(model: PeopleModel, { kind, person, card, transaction, pick, isHonest }: Draft): Step {
  const { codes, isRegistered } = model.people[person] ?? { codes: [], isRegistered: false };
  const known = isHonest ? codes : model.people.flatMap((each) => each.codes);
  const code = isHonest ? known.at(-1) : known[pick % Math.max(1, known.length)];
  const tokens = model.people.flatMap(({ sessions }) => sessions.flatMap((session) => session.tokens));
  switch (kind) {
    case 'send':
    case 'logIn':
      return { kind, person };
    case 'confirm':
      return code ? { kind, person, by: code.by, isRight: isHonest } : { kind: 'send', person };
    case 'register':
      return code || !isHonest ? { kind, person, by: code?.by ?? null } : { kind: 'send', person };
    case 'refresh': {
      const token = isHonest ? tokens.at(-1) : tokens[pick % Math.max(1, tokens.length)];
      return token ? { kind, by: token.by } : { kind: 'logIn', person };
    }
  }
  if (!isRegistered) return code ? { kind: 'register', person, by: code.by } : { kind: 'send', person };
  // The honest have a transaction and a card of their own.
  const own = isHonest ? { card: person, transaction: person } : { card, transaction };
  if (kind === 'cancel') return { kind, person };
  return kind === 'liveness'
    ? { kind, person, transaction: own.transaction }
    : { kind, person, card: own.card, transaction: own.transaction };
}

describe('any steps of several people who come from nothing', () => {
  it(
    'one after another are answered as the model says, and leave everybody as it says',
    async () => {
      await fc.assert(
        fc.asyncProperty(drafts(KINDS, { min: 10, max: 30 }), async (all) => {
          let model = await twoRegistered();
          for (const [index, draft] of all.entries())
            model = await takeOne(model, choose(model, draft), `${index}`);
        }),
        LIMITS,
      );
    },
    MAX_MS,
  );

  it(
    'at once are answered as in some order: no code, token, transaction or card serves twice',
    async () => {
      const atOnce = KINDS.filter((kind) => kind !== 'send');
      await fc.assert(
        fc.asyncProperty(
          drafts(KINDS, { min: 5, max: 15 }),
          fc.array(drafts(atOnce, { min: 2, max: 4 }), { minLength: 1, maxLength: 3 }),
          async (before, rounds) => {
            let model = await twoRegistered();
            for (const [index, draft] of before.entries())
              model = await takeOne(model, choose(model, draft), `${index}`);
            for (const [round, together] of rounds.entries()) {
              const steps = together
                .map((draft) => choose(model, draft))
                .filter(({ kind }) => kind !== 'send');
              const ids = steps.map((_, index) => `${round} ${index}`);
              const outcomes = await Promise.all(
                steps.map((step, index) => world.take(step, ids[index] ?? '')),
              );
              const verified = JSON.stringify(await world.verified(PEOPLE));
              const taken = steps.map((step, index) => ({
                step,
                id: ids[index] ?? '',
                outcome: outcomes[index] ?? null,
              }));
              const explained = orders(taken)
                .map((order) => replay(model, order))
                .find((after) => after && JSON.stringify(verifiedIn(after)) === verified);
              if (!explained) throw new Error(`No order explains ${JSON.stringify(taken)} and ${verified}.`);
              model = explained;
            }
          },
        ),
        LIMITS,
      );
    },
    MAX_MS,
  );
});

/** Two have come so far already, and the third is yet to. */
async function twoRegistered(): Promise<PeopleModel> {
  await world.reset();
  let model = emptyPeople(PEOPLE);
  for (const person of [0, 1]) {
    model = await takeOne(model, { kind: 'send', person }, `code of ${person}`);
    model = await takeOne(model, { kind: 'register', person, by: `code of ${person}` }, `start of ${person}`);
  }
  return model;
}

async function takeOne(model: PeopleModel, step: Step, id: string): Promise<PeopleModel> {
  const { outcome, after } = predict(model, step, id);
  expect({ step, answered: await world.take(step, id) }).toEqual({ step, answered: outcome });
  if (step.kind === 'liveness' || step.kind === 'cancel' || step.kind === 'register')
    expect({ step, verified: await world.verified(PEOPLE) }).toEqual({ step, verified: verifiedIn(after) });
  return after;
}

function verifiedIn({ people }: PeopleModel): (boolean | null)[] {
  return people.map(({ isRegistered, card }) => (isRegistered ? card !== null : null));
}

interface Taken {
  step: Step;
  id: string;
  outcome: Outcome;
}

/** What is so after these steps in this order; null where they would have been answered otherwise. */
function replay(model: PeopleModel, order: Taken[]): PeopleModel | null {
  let now = model;
  for (const { step, id, outcome } of order) {
    const next = predict(now, step, id);
    if (next.outcome !== outcome) return null;
    now = next.after;
  }
  return now;
}

function orders<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
