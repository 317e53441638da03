import { ValidateBy, type ValidationArguments } from 'class-validator';

/**
 * A class-validator decorator from a pure check over the value and the input that it stands in. The message is fixed,
 * so it can't repeat the value; it says what to send instead.
 */
export function CheckedBy(
  check: (value: unknown, input: object) => boolean,
  message: string,
): PropertyDecorator {
  return ValidateBy({
    name: check.name,
    validator: {
      validate: (value: unknown, args?: ValidationArguments) => check(value, args?.object ?? {}),
      defaultMessage: () => message,
    },
  });
}
