import type { Stamp } from './event.js';
import type { Call, OperationName, Refusal, VariablesOf } from './operations.js';
import type { Known, Problem, Screen, TooMany, Way } from './way.js';

export function show(way: Way, screen: Screen): Way {
  return { ...way, screen, call: null, fault: null };
}

export function know(way: Way, known: Partial<Known>): Way {
  return { ...way, known: { ...way.known, ...known } };
}

/** The screen that the customer comes back to: the question for the place stands in front of another one. */
export function homeOf({ screen }: Way): Screen {
  return screen.kind === 'place' ? screen.from : screen;
}

/** The same screen, which says what was wrong. */
export function showError(way: Way, problem: Problem): Way {
  const screen = homeOf(way);
  return show(way, 'problem' in screen ? ({ ...screen, problem } as Screen) : screen);
}

/** Vlens publishes no time; the sandbox's is ten minutes. */
const USUAL_WAIT_SECONDS = 600;

/** @param of what was refused: a code that was to be sent, one that was entered, pictures of a card, whose account it is, or something else. */
export function problemOf(
  { reason, message, fieldErrors, retryAfterSeconds }: Refusal,
  of: RefusedThing = 'else',
): Problem {
  const problem = { reason, said: message === '' ? [] : [message], fields: fieldErrors };
  if (reason === 'TOO_MANY_ATTEMPTS') return { ...problem, tooMany: tooMany(of, retryAfterSeconds ?? null) };
  const isNamed = of === 'code' || of === 'card' || of === 'account';
  return reason === 'NOT_FOUND' && isNamed ? { ...problem, gone: of } : problem;
}

type RefusedThing = 'code' | 'sending' | 'card' | 'account' | 'else';

function tooMany(of: RefusedThing, seconds: number | null): TooMany {
  if (of === 'sending') return { of: 'codes', seconds: seconds ?? USUAL_WAIT_SECONDS };
  return of === 'code' && seconds === null ? { of: 'wrongCodes', seconds } : { of: 'tries', seconds };
}

/** Reads something. */
export function read<Name extends OperationName>(way: Way, name: Name, variables: VariablesOf<Name>): Way {
  return { ...way, call: { name, variables } as Call, fault: null };
}

export type StepName = {
  [Name in OperationName]: VariablesOf<Name> extends { input: object } ? Name : never;
}[OperationName];
export type InputOf<Name extends StepName> = Omit<VariablesOf<Name>['input'], 'idempotencyKey'>;

/**
 * The steps that keep their key even over a reload: a code that is sent twice is no longer good the second time. None of them holds a
 * password or a picture.
 */
const KEPT: readonly StepName[] = [
  'sendPhoneCode',
  'confirmPhone',
  'sendEmailCode',
  'confirmEmail',
  'sendPasswordResetCode',
  'confirmPasswordResetCode',
  'createBusinessRequest',
];

/** Takes a step under a key: the one that it went out with before, where its answer has not come. */
export function step<Name extends StepName>(
  way: Way,
  { key: newKey }: Stamp,
  name: Name,
  input: InputOf<Name>,
): Way {
  const about = aboutOf(input);
  const { unanswered } = way.known;
  const key = unanswered?.name === name && unanswered.about === about ? unanswered.key : newKey;
  const isKept = KEPT.includes(name);
  return read(isKept ? know(way, { unanswered: { name, about, key } }) : way, name, {
    input: { ...input, idempotencyKey: key },
  } as unknown as VariablesOf<Name>);
}

/** Place and time may be new ones under the same key. */
function aboutOf(input: object): string {
  const { geoLocation: _place, userDeviceUtcTime: _time, ...rest } = input as Record<string, unknown>;
  return JSON.stringify(rest);
}
