import type { Outcome } from '../answer.js';
import type { Language } from './language.js';
import { inLanguage, type Said } from './words.js';

/**
 * The outcome of an operation, as its caller reads it. What is cached, shared or kept under an idempotency key knows the
 * sentence and not its language: it is worded here, for each caller who gets it.
 */
export function wordedOutcome<Out extends Outcome>(outcome: Out, language: Language): Out;
export function wordedOutcome(outcome: Outcome, language: Language): Outcome {
  if (outcome.kind === 'accepted') return outcome;
  const message = inLanguage(language, outcome);
  const inWords = <Part extends Said>(part: Part) => ({ ...part, message: inLanguage(language, part) });
  switch (outcome.kind) {
    case 'identityCheckFailed':
      return { ...outcome, message, checks: outcome.checks.map(inWords) };
    case 'rejection':
      return { ...outcome, message, fieldErrors: outcome.fieldErrors.map(inWords) };
    case 'livenessNeeded':
      return { ...outcome, message };
  }
}
