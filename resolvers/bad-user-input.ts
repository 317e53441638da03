import { GraphQLError } from 'graphql';

/** What is wrong with one field of the input; `field` is its path from the argument on, e.g. `input.fields[2].key`. */
export interface InputError {
  field: string;
  message: string;
}

/** For input that breaks a rule across fields. The messages say what to send and never repeat a value. */
export function badUserInput(message: string, fieldErrors: InputError[] = []): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'BAD_USER_INPUT', ...(fieldErrors.length > 0 ? { fieldErrors } : {}) },
  });
}
