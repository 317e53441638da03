import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyModel, predict } from './support/model/model.js';
import { explain, type Taken } from './support/model/orders.js';
import { type Round, rounds, steps } from './support/model/sequences.js';
import type { Model } from './support/model/state.js';
import { choose, type Draft, USERS, type User } from './support/model/steps.js';
import { acceptedOn, errors } from './support/model/trails.js';
import { SigningWorld, type Told } from './support/model/world.js';

declare const sandboxOn: 'sqlite' | 'postgres';

/** Both databases are held against one model, and the rules are the same code: on the second it is about the statements alone. */
const SEQUENCES = sandboxOn === 'postgres' ? 12 : 30;
/** No more are begun, and shrinking a failure stops, so that it is told before the test runs out of time. */
const LIMITS = { interruptAfterTimeLimit: 20_000, numRuns: SEQUENCES };
/** On a busy machine the sequence that is under way at that limit takes its time. */
const MAX_MS = 120_000;

let world: SigningWorld;
beforeAll(async () => {
  world = await SigningWorld.start();
});
afterEach(() => underWay.catch(() => undefined));
afterAll(() => world.close());

let underWay: Promise<void> = Promise.resolve();
/** A sequence that the time limit interrupts goes on to its own end, which the next one must not meet. */
function waitedFor<Given extends unknown[]>(sequence: (...given: Given) => Promise<void>) {
  return (...given: Given) => {
    underWay = sequence(...given);
    return underWay;
  };
}

describe('any steps of several customers', () => {
  it(
    'one after another are answered as the model says, and leave what it says',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.boolean(),
          steps({ most: 30 }),
          waitedFor(async (approvesByItself: boolean, drafts: Draft[]) => {
            await world.reset(approvesByItself);
            let model = emptyModel(approvesByItself);
            for (const [index, draft] of drafts.entries()) model = await takeOne(model, draft, `${index}`);
            await expectTrails(model);
            await expectReadBySignersAlone(model);
          }),
        ),
        LIMITS,
      );
    },
    MAX_MS,
  );

  it(
    'at once are answered as in some order, and each is in its request’s audit trail once',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.boolean(),
          rounds({ most: 3 }),
          waitedFor(async (approvesByItself: boolean, all: Round[]) => {
            await world.reset(approvesByItself);
            let models = [emptyModel(approvesByItself)];
            const taken: Taken[] = [];
            for (const [round, { before, atOnce }] of all.entries()) {
              for (const [index, draft] of before.entries())
                models = await takeAtOnce(models, [draft], `${round} before ${index}`, taken);
              models = await takeAtOnce(models, atOnce, `${round} at once`, taken);
            }
            const model = anyOf(models);
            await expectTrails(model);
            await expectEachStepOnce(model, taken);
            await expectReadBySignersAlone(model);
          }),
        ),
        LIMITS,
      );
    },
    MAX_MS,
  );
});

async function takeOne(model: Model, draft: Draft, id: string): Promise<Model> {
  const step = choose(draft, model);
  const { outcome, after } = predict(model, step, id);
  expect({ step, answered: await world.take(step, id) }).toEqual({ step, answered: outcome });
  expect({ step, lists: await world.lists() }).toEqual({ step, lists: listsIn(after) });
  return after;
}

/** @param models each of which the sandbox may be like by now. */
async function takeAtOnce(models: Model[], drafts: Draft[], name: string, all: Taken[]): Promise<Model[]> {
  const taken = await Promise.all(
    drafts.map(async (draft, index): Promise<Taken> => {
      const [step, id] = [choose(draft, anyOf(models)), `${name} ${index}`];
      return { step, id, outcome: await world.take(step, id) };
    }),
  );
  all.push(...taken);
  const lists = JSON.stringify(await world.lists());
  const trails = new Map<string, string[]>();
  const areMany = drafts.length > 1;
  if (areMany) for (const id of world.requests()) trails.set(id, entries(await world.trail(id)));
  const after = explain(models, taken, {
    isBefore: ({ requests }) =>
      !areMany ||
      requests.every(({ id, trail }) =>
        entries(trail).every((entry, index) => entry === trails.get(id)?.[index]),
      ),
    isIt: (model) => JSON.stringify(listsIn(model)) === lists,
  });
  if (after.length === 0)
    throw new Error(`No order explains ${JSON.stringify({ taken, trails: [...trails] })} and ${lists}.`);
  return after;
}

async function expectTrails(model: Model): Promise<void> {
  for (const { id, status, trail } of model.requests) {
    const told = await world.trail(id);
    expect(errors(told)).toEqual([]);
    expect(told.at(-1)?.to).toBe(status);
    expect(told).toEqual(trail);
  }
}

async function expectEachStepOnce(model: Model, taken: Taken[]): Promise<void> {
  for (const { id } of model.requests) {
    const trail = await world.trail(id);
    const byHand = trail.filter(({ who }) => who !== 'Automatic approval');
    expect(byHand.map(({ who, step }) => `${who}: ${step}`).sort()).toEqual(acceptedOn(id, taken, model));
  }
}

async function expectReadBySignersAlone({ requests }: Model): Promise<void> {
  for (const { id, status, signers } of requests) {
    for (const user of USERS) {
      const isSigner = signers.some((signer) => signer.user === user);
      expect(await world.read(user, id)).toEqual(isSigner ? { id, status } : null);
    }
  }
}

/** Newest first. */
function listsIn({ requests }: Model): Record<User, Told[]> {
  const listOf = (user: User) =>
    requests
      .filter(({ signers }) => signers.some((signer) => signer.user === user))
      .map(({ id, status }) => ({ id, status }))
      .reverse();
  return {
    'Ahmed Mohamed': listOf('Ahmed Mohamed'),
    'Mona Hassan': listOf('Mona Hassan'),
    'Omar Ali': listOf('Omar Ali'),
  };
}

function entries(trail: Model['requests'][number]['trail']): string[] {
  return trail.map((entry) => JSON.stringify(entry));
}

function anyOf(models: Model[]): Model {
  const [first] = models;
  if (!first) throw new Error('A model is expected.');
  return first;
}
