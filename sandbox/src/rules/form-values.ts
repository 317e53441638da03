import { westernDigits } from '../arabic/digits.js';
import type { FieldError } from './field-error.js';
import type { FormField } from './form-field.js';
import { readNationalId } from './national-id.js';

const MAX_VALUE = 2000;
const MAX_ROWS = 100;
const REQUIRED = 'This field is required.';
/** A form whose conditions nest deeper than this is none that a person fills in. */
const DEEPEST = 8;

/**
 * What is wrong with a form's values, by field; an empty list where nothing is. A form has no mark for "required"
 * (`vlens.yaml`, FormField): a field that is shown must be given unless it has a default, one that is not shown must
 * not be. A table of blank cells is as empty as a blank text. Messages never repeat a value.
 */
export function checkFormValues(
  form: readonly FormField[],
  values: Readonly<Record<string, string>>,
): FieldError[] {
  const given = new Map(Object.entries(values));
  const shown = openFields(form, given);
  const known = new Set(allFields(form).map(({ key }) => key));
  const errors: FieldError[] = [];
  for (const key of given.keys()) {
    if (!known.has(key)) errors.push({ field: key, message: 'The form has no such field.' });
    else if (!shown.has(key))
      errors.push({ field: key, message: 'This field is not shown with the other values given.' });
  }
  for (const [key, field] of shown) {
    const value = given.get(key);
    const message =
      value === undefined || value.trim() === '' ? missing(field, value) : problem(field, value);
    if (message !== null) errors.push({ field: key, message });
  }
  return errors;
}

const NATIONAL_ID = /^national_?id$/i;

/**
 * National ids that are none, by field. It is the sandbox's assumption that a tenant may ask for real ones, and off at first: no rule is
 * published, and the number in Vlens's own example of a form (`vlens.yaml`, Create) has a governorate that there is not.
 */
export function checkNationalIds(values: Readonly<Record<string, string>>, now: Date): FieldError[] {
  return Object.entries(values).flatMap(([field, value]) => {
    if (!NATIONAL_ID.test(field)) return [];
    const read = readNationalId(westernDigits(value.trim()), now);
    return typeof read === 'number' ? [{ field, message: WRONG_PART[read] }] : [];
  });
}

const WRONG_PART = {
  3001: 'A national id has 14 digits, and begins with 2 or 3.',
  3002: 'The national id holds no date of birth: its digits 2 to 7 are year, month and day.',
  3003: 'The national id holds no governorate: look at its digits 8 and 9.',
};

/**
 * The fields that a customer is shown with these values, by key: their condition is met, and so is that of whatever
 * holds them; where nothing was given, a field's default counts.
 */
export function openFields(
  form: readonly FormField[],
  given: ReadonlyMap<string, string>,
): Map<string, FormField> {
  const defaults = new Map(allFields(form).map(({ key, defaultValue }) => [key, defaultValue ?? undefined]));
  const valueIn = (key: string) => given.get(key) ?? defaults.get(key);
  const shown = new Map<string, FormField>();
  const isShownOrElsewhere = (key: string) => shown.has(key) || !defaults.has(key);
  const show = (fields: readonly FormField[], depth: number) => {
    for (const field of fields) {
      const { key, parentQuestionKey: parent } = field;
      const isOpen = !parent || (valueIn(parent) === field.parentQuestionValue && isShownOrElsewhere(parent));
      if (key === undefined || field.visibleToUser === false || !isOpen || depth > DEEPEST) continue;
      shown.set(key, field);
      show(field.relatedQuestions ?? [], depth + 1);
      const option = (field.availableValuesItems ?? []).find(({ name }) => name === valueIn(key));
      show(option?.relatedQuestions ?? [], depth + 1);
    }
  };
  // A condition may name a field that stands further down: once more, until nothing new is shown.
  for (let before = -1; shown.size > before; ) {
    before = shown.size;
    show(form, 0);
  }
  return shown;
}

/** Every field of the form, however deep. */
function allFields(form: readonly FormField[], depth = 0): (FormField & { key: string })[] {
  if (depth > DEEPEST) return [];
  return form.flatMap((field) => [
    ...(field.key === undefined ? [] : [{ ...field, key: field.key }]),
    ...allFields(field.relatedQuestions ?? [], depth + 1),
    ...(field.availableValuesItems ?? []).flatMap((option) =>
      allFields(option.relatedQuestions ?? [], depth + 1),
    ),
  ]);
}

function missing(field: FormField, value: string | undefined): string | null {
  if (!mayBeLeftOut(field)) return REQUIRED;
  return value === undefined ? null : 'It is empty; leave it out to have its default.';
}

function mayBeLeftOut({ defaultValue }: FormField): boolean {
  return defaultValue !== null && defaultValue !== undefined;
}

function problem(field: FormField, value: string): string | null {
  if (value.length > MAX_VALUE) return `It is longer than ${MAX_VALUE} characters.`;
  switch (field.type) {
    case 'dropdown':
      return optionsOf(field).includes(value) ? null : 'It is none of the options.';
    case 'date':
      return isCalendarDate(value) ? null : 'A calendar date is expected, written as YYYY-MM-DD.';
    case 'table':
      return tableProblem(field, value);
    default:
      return null;
  }
}

function optionsOf({ availableValues, availableValuesItems }: FormField): (string | undefined)[] {
  return [...(availableValues ?? []), ...(availableValuesItems ?? []).map(({ name }) => name)];
}

function isCalendarDate(value: string): boolean {
  const western = westernDigits(value);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(western)) return false;
  const date = new Date(`${western}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(western);
}

/** A table comes as JSON, rows of cells, each as wide as the form's header. */
function tableProblem(field: FormField, value: string): string | null {
  const { tabularData } = field;
  const width = tabularData?.[0]?.length ?? null;
  const rows = parseRows(value);
  if (rows === null) return 'A table is expected: a JSON array of rows, each an array of texts.';
  if (rows.length > MAX_ROWS) return `It has more than ${MAX_ROWS} rows.`;
  if (width !== null && rows.some((row) => row.length !== width)) return `Each row must have ${width} cells.`;
  const isEmpty = rows.every((row) => row.every((cell) => cell.trim() === ''));
  return isEmpty && !mayBeLeftOut(field) ? REQUIRED : null;
}

function parseRows(value: string): string[][] | null {
  try {
    const rows: unknown = JSON.parse(value);
    return isRows(rows) ? rows : null;
  } catch {
    return null;
  }
}

function isRows(value: unknown): value is string[][] {
  return (
    Array.isArray(value) &&
    value.every((row) => Array.isArray(row) && row.every((cell) => typeof cell === 'string'))
  );
}
