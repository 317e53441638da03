import type { Outcome } from '../answer.js';
import type { Language } from './language.js';
import { inLanguage, type Said } from './words.js';

/**
 * An outcome in the language of its caller. Outcomes that are cached, shared or stored under an idempotency key hold a sentence's key, but
 * no language. So they are worded here, for each caller.
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
