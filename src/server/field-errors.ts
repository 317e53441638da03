import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { ValidationError } from 'class-validator';
import type { FieldError } from '../vlens/answer.js';
import type { Language } from '../vlens/messages/language.js';
import { type Said, type Sentence, say, worded } from '../vlens/messages/words.js';

/** An error as a client gets it: a message of ours, a code, and details that help to handle it. */
export interface ClientError extends Said {
  extensions: { code: string } & Record<string, unknown>;
  /** What is wrong with the input, field by field. */
  fieldErrors?: FieldError[];
  /** A hint for developers, if the message itself has none. */
  hint?: string;
}

/** type-graphql's own error contains the rejected values. Clients get only the paths and the broken rules. */
export function fromInvalidInput(errors: ValidationError[], path: string): ClientError {
  return fromFieldErrors(errors.flatMap((each) => brokenRules(each, path)));
}

/** The sentence for each rule is what `validationMessage` put into the rule's context. */
function brokenRules(error: ValidationError, path: string): FieldError[] {
  const isIndex = /^\d+$/.test(error.property);
  const field = isIndex ? `${path}[${error.property}]` : path ? `${path}.${error.property}` : error.property;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => {
    const sentence: Sentence | undefined = error.contexts?.[rule];
    return { field, message, ...(sentence ? { sentence } : {}) };
  });
  return [...own, ...(error.children ?? []).flatMap((child) => brokenRules(child, field))];
}

/**
 * Each field's `message` is the rule, for developers; its `sentence` is for the person who filled in the field. The error shows the first
 * sentence and how many more there are.
 */
export function fromFieldErrors(fieldErrors: FieldError[]): ClientError {
  const fields = [...new Set(fieldErrors.map(({ field }) => field))].join(', ');
  const { sentence } = fieldErrors[0] ?? {};
  const first = sentence && { message: worded(sentence, 'en'), sentence };
  const more = fieldErrors.length - 1;
  return {
    ...(first && more > 0
      ? say('firstOfSeveral', { first, more })
      : (first ?? say('inputInvalid', { fields }))),
    extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT },
    fieldErrors,
    hint: `Not valid: ${fields}. See extensions.fieldErrors.`,
  };
}

/** A field error as the client gets it: if there is a sentence, the rule becomes the hint. */
export function inputError({ field, message: rule, sentence }: FieldError, language: Language) {
  return sentence ? { field, message: worded(sentence, language), hint: rule } : { field, message: rule };
}
