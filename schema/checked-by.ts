import { ValidateBy, type ValidationArguments } from 'class-validator';
import type { Said } from '../src/vlens/messages/words.js';
import { validationMessage } from './validation-message.js';

/** A class-validator decorator from a pure check of a value and the input that contains it. */
export function CheckedBy(
  check: (value: unknown, input: object) => boolean,
  rule: string,
  said?: Required<Said>,
): PropertyDecorator {
  return ValidateBy(
    {
      name: check.name,
      validator: {
        validate: (value: unknown, args?: ValidationArguments) => check(value, args?.object ?? {}),
      },
    },
    validationMessage(rule, said),
  );
}
