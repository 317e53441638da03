import { GraphQLError } from 'graphql';
import { type Said, type Sentence, say } from '../src/vlens/messages/words.js';

/** What is wrong with one field of the input. The rule says what to send, and never repeats a value. */
export interface InputError {
  /** The path of the field from the argument on, e.g. `input.fields[2].key`. */
  field: string;
  /** The rule, for developers, in English. */
  message: string;
  /** The message for the customer. */
  sentence: Sentence;
}

/** @param said for the customer; left out if customers never enter this field */
export function inputError(
  field: string,
  rule: string,
  { sentence }: Required<Said> = say('inputOfApp'),
): InputError {
  return { field, message: rule, sentence };
}

/** The error for input that breaks a rule across fields. */
export function badUserInput(rule: string, fieldErrors: InputError[] = []): GraphQLError {
  return new GraphQLError(rule, {
    extensions: { code: 'BAD_USER_INPUT', ...(fieldErrors.length > 0 ? { fieldErrors } : {}) },
  });
}

/** The error for one field of the input. */
export function badField(field: string, rule: string, said?: Required<Said>): GraphQLError {
  return badUserInput(rule, [inputError(field, rule, said)]);
}
