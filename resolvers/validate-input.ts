import { ValidationError, type ValidatorOptions, validateOrReject } from 'class-validator';
import { ArgumentValidationError } from 'type-graphql';

const OPTIONS: ValidatorOptions = {
  validationError: { target: false, value: false },
  stopAtFirstError: true,
  skipMissingProperties: true,
  forbidUnknownValues: false,
};

/**
 * Holds an argument against its class's rules, as type-graphql does by itself: but that loads class-validator anew for each argument
 * (2.0.0-rc.4, `await import("class-validator")` in validate-arg.js), which is a twentieth of what a step costs.
 * @throws ArgumentValidationError with what is wrong
 */
export async function validateInput(value: unknown): Promise<void> {
  if (typeof value !== 'object' || value === null) return;
  const items = (Array.isArray(value) ? value : [value]).filter(
    (item: unknown): item is object => typeof item === 'object' && item !== null,
  );
  try {
    await Promise.all(items.map((item) => validateOrReject(item, OPTIONS)));
  } catch (error) {
    const isList = Array.isArray(error) && error.every((each) => each instanceof ValidationError);
    throw isList ? new ArgumentValidationError(error) : error;
  }
}
