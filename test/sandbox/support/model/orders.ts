import { predict } from './model.js';
import type { Model, Outcome } from './state.js';
import type { Step } from './steps.js';

/** A step that was taken, and what it came to. */
export interface Taken {
  step: Step;
  id: string;
  outcome: Outcome;
}

/** What is seen of the sandbox, for as far as a model can be held against it. */
export interface Seen {
  /** Whether the model may be on its way to what is seen. */
  isBefore(model: Model): boolean;
  isIt(model: Model): boolean;
}

/**
 * The models after these steps, in every order in which each step comes to what it came to. Several may look the same
 * from outside: of two codes that were sent at once, either may be the newer one.
 */
export function explain(before: readonly Model[], taken: readonly Taken[], seen: Seen): Model[] {
  const found = new Map<string, Model>();
  const tried = new Set<string>();
  const tryFrom = (model: Model, left: readonly Taken[]) => {
    const key = left.map(({ id }) => id).join() + asText(model);
    if (tried.has(key)) return;
    tried.add(key);
    if (left.length === 0 && seen.isIt(model)) found.set(key, model);
    for (const next of left) {
      const { outcome, after } = predict(model, next.step, next.id);
      if (outcome !== next.outcome || !seen.isBefore(after)) continue;
      const others = left.filter((each) => each !== next);
      tryFrom(after, others);
      // What changes nothing might as well be first: no other order explains what this one doesn't.
      if (asText(after) === asText(model)) return;
    }
  };
  for (const model of before) tryFrom(model, taken);
  return [...found.values()];
}

/** The same for models that differ only in the order of their codes, which decides nothing. */
function asText({ codes, ...rest }: Model): string {
  return JSON.stringify({ ...rest, codes: codes.map((code) => JSON.stringify(code)).sort() });
}
