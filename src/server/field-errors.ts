import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { ValidationError } from 'class-validator';
import type { FieldError } from '../vlens/answer.js';
import type { Language } from '../vlens/messages/language.js';
import { type Said, type Sentence, say, worded } from '../vlens/messages/words.js';

/** An error as a client gets it: a sentence of ours, a code, and what helps to handle it. */
export interface ClientError extends Said {
  extensions: { code: string } & Record<string, unknown>;
  /** What is wrong with the input, field by field. */
  fieldErrors?: FieldError[];
  /** For developers, where the sentence itself has none. */
  hint?: string;
}

/** type-graphql's own error carries the rejected values; only the paths and the broken rules are reported. */
export function fromInvalidInput(errors: ValidationError[], path: string): ClientError {
  return fromFieldErrors(errors.flatMap((each) => brokenRules(each, path)));
}

/** What `validationMessage` has put into the context of a rule is its sentence. */
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
 * Of each field the message is the rule, for developers; the sentence is for the one who filled it in. The first sentence of those that are there, and how many more there are.
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

/** As its reader gets it: the rule is the hint where there is a sentence. */
export function inputError({ field, message: rule, sentence }: FieldError, language: Language) {
  return sentence ? { field, message: worded(sentence, language), hint: rule } : { field, message: rule };
}
