import type { Outcome } from '../answer.js';
import type { Language } from './language.js';
import { inLanguage } from './words.js';

/**
 * What an operation came to, as its caller reads it. What is cached, shared or kept under an idempotency key knows the
 * sentence and not its language: it is worded here, for each caller who gets it.
 */
export function wordedOutcome<Out extends Outcome>(outcome: Out, language: Language): Out;
export function wordedOutcome(outcome: Outcome, language: Language): Outcome {
  if (outcome.kind === 'accepted') return outcome;
  const message = inLanguage(language, outcome);
  if (outcome.kind !== 'identityCheckFailed') return { ...outcome, message };
  const checks = outcome.checks.map((check) => ({ ...check, message: inLanguage(language, check) }));
  return { ...outcome, message, checks };
}
