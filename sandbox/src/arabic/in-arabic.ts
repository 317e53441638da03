import type { ValuesOfForm } from '../rules/contract-texts.js';
import { everyField, formValues } from '../rules/filled-form.js';
import type { FormField } from '../rules/form-field.js';
import { arabicSentence } from './sentences.js';
import { arabicWord, englishWord } from './words.js';

type Plain = Record<string, unknown>;

/** Where sentences stand in an answer. */
const SENTENCES = new Set([
  // By itself it is what a step says, or a link or a token, which no sentence is.
  'data',
  'error_message',
  'message',
  'errorMessage',
  'validationResult',
  'confirmationMessage',
  'signature',
  'customerSignature',
]);
/** Where the names of products and options stand. */
const NAMES = new Set(['name', 'contractTypeName', 'parentQuestionValue']);
/** What the customer chose, or would have: of dropdowns alone, since other questions hold words of their own. */
const CHOICES = new Set(['value', 'defaultValue']);

/** An answer as somebody reads it who asked for Arabic. */
export function inArabic<Answer>(answer: Answer): Answer {
  return translated(answer) as Answer;
}

function translated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(translated);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const object = value as Plain;
  return Object.fromEntries(Object.entries(object).map(([key, each]) => [key, part(object, key, each)]));
}

function part(object: Plain, key: string, value: unknown): unknown {
  if (typeof value === 'string') {
    if (SENTENCES.has(key)) return arabicSentence(value);
    if (NAMES.has(key) || (CHOICES.has(key) && object.type === 'dropdown')) return arabicWord(value);
    return value;
  }
  if (key === 'availableValues' && Array.isArray(value)) return value.map(word);
  if (key === 'tabularData' && object.firstRowHeader === true && Array.isArray(value))
    return withTitles(value);
  return translated(value);
}

function withTitles([titles, ...rows]: unknown[]): unknown[] {
  return titles === undefined ? [] : [Array.isArray(titles) ? titles.map(word) : titles, ...rows];
}

function word(value: unknown): unknown {
  return typeof value === 'string' ? arabicWord(value) : value;
}

/** What was chosen by its Arabic name, by the name that is kept. */
export function choicesInEnglish(
  form: readonly FormField[],
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const dropdowns = keysOfDropdowns(form);
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, dropdowns.has(key) ? englishWord(value) : value]),
  );
}

/** What a filled form says: an Arabic contract names what was chosen in Arabic. */
export function valuesOfForm(form: readonly FormField[]): ValuesOfForm {
  const en = formValues(form);
  const dropdowns = keysOfDropdowns(form);
  const ar = new Map([...en].map(([key, value]) => [key, dropdowns.has(key) ? arabicWord(value) : value]));
  return { en, ar };
}

function keysOfDropdowns(form: readonly FormField[]): Set<string | undefined> {
  return new Set(everyField(form).flatMap(({ key, type }) => (type === 'dropdown' ? [key] : [])));
}
