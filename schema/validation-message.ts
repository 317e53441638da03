import type { ValidationOptions } from 'class-validator';
import { type Said, say } from '../src/vlens/messages/words.js';

/**
 * The messages for a value that breaks a rule of class-validator. Both are fixed, so that neither can repeat the value.
 * @param rule for developers, in English: names the field, and says what to send instead
 * @param said for the customer; left out if customers never enter this field
 */
export function validationMessage(rule: string, said: Required<Said> = say('inputOfApp')): ValidationOptions {
  return { message: rule, context: said.sentence };
}
