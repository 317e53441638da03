import { ArrayMaxSize, IsNotEmpty, Max, MaxLength, Min } from 'class-validator';
import { type Said, say } from '../src/vlens/messages/words.js';
import { MAX_ITEMS } from './input-limits.js';
import { validationMessage } from './validation-message.js';

/** Combines several decorators. The first one is checked first. */
export function allOf(...rules: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const rule of rules) rule(target, property);
  };
}

/** A customer's text with at most this many characters. */
export function MaxText(name: string, characters: number): PropertyDecorator {
  const rule = `${name} must be at most ${characters} characters long.`;
  return MaxLength(characters, validationMessage(rule, say('textTooLong', { characters })));
}

/** A text that is not empty and not too long; both are one rule. */
export function FilledText(characters: number, rule: string, said?: Required<Said>): PropertyDecorator {
  return allOf(
    MaxLength(characters, validationMessage(rule, said)),
    IsNotEmpty(validationMessage(rule, said)),
  );
}

/** A password. The gateway knows only the limit of its length. */
export function Password(characters: number): PropertyDecorator {
  return allOf(
    MaxText('password', characters),
    IsNotEmpty(validationMessage('password must not be empty.', say('enterPassword'))),
  );
}

/** A device's own name for itself. */
export function DeviceId(): PropertyDecorator {
  return allOf(
    MaxLength(200, validationMessage('deviceId must be at most 200 characters long.')),
    IsNotEmpty(validationMessage('deviceId must not be empty.')),
  );
}

/** The name of the payment provider. */
export function PaymentGateway(): PropertyDecorator {
  return FilledText(50, 'paymentGateway must be the name of a payment gateway, e.g. fawry.');
}

/** A list with at most as many items as `MAX_ITEMS` says. */
export function MaxItems(list: keyof typeof MAX_ITEMS, said?: Required<Said>): PropertyDecorator {
  const most = MAX_ITEMS[list];
  return ArrayMaxSize(most, validationMessage(`${list} must be at most ${most}.`, said));
}

/** Ids that are looked up at once. */
export function MaxIds(): PropertyDecorator {
  return ArrayMaxSize(MAX_ITEMS.ids, validationMessage(`Ask for at most ${MAX_ITEMS.ids} ids at once.`));
}

export const LARGEST_PAGE = 100;

/** How many items of a list to return. */
export function PageSize(): PropertyDecorator {
  const rule = `first must be from 1 to ${LARGEST_PAGE}`;
  return allOf(
    Max(LARGEST_PAGE, validationMessage(`${rule}; page on with after: endCursor.`)),
    Min(1, validationMessage(`${rule}.`)),
  );
}
