import type { FormField } from './form-field.js';
import { openFields } from './form-values.js';

type Values = Readonly<Record<string, string>>;

/**
 * The form with what the customer wrote in it, wherever a field stands, and with the default where they wrote
 * nothing: this is what a request keeps and answers. A field whose condition is not met stays empty.
 */
export function fillForm(form: readonly FormField[], written: Values): FormField[] {
  const open = openFields(form, new Map(Object.entries(written)));
  const valueIn = ({ key, defaultValue, visibleToUser }: FormField): string | undefined => {
    if (!key || (visibleToUser !== false && !open.has(key))) return undefined;
    return written[key] ?? (defaultValue || undefined);
  };
  return fill(form, valueIn);
}

/** Every field of the form, those that another field's value opens included, in reading order. */
export function everyField(form: readonly FormField[]): FormField[] {
  return form.flatMap((field) => [
    field,
    ...everyField(field.relatedQuestions ?? []),
    ...(field.availableValuesItems ?? []).flatMap((option) => everyField(option.relatedQuestions ?? [])),
  ]);
}

/** The fields that the customer gets to see in a filled form, with something in them. */
export function shownFields(form: readonly FormField[]): FormField[] {
  return everyField(form).filter(({ visibleToUser, value }) => visibleToUser !== false && Boolean(value));
}

/** What a filled form says, by key; a field without a value says nothing. */
export function formValues(form: readonly FormField[]): Map<string, string> {
  return new Map(everyField(form).flatMap(({ key, value }) => (key && value ? [[key, value] as const] : [])));
}

function fill(form: readonly FormField[], valueIn: (field: FormField) => string | undefined): FormField[] {
  return form.map((field) => ({
    ...field,
    ...whatIsIn(field, valueIn(field)),
    relatedQuestions: field.relatedQuestions && fill(field.relatedQuestions, valueIn),
    availableValuesItems: field.availableValuesItems?.map((option) => ({
      ...option,
      relatedQuestions: option.relatedQuestions && fill(option.relatedQuestions, valueIn),
    })),
  }));
}

/** A table is sent as JSON, rows of cells; the form's own header row stays above them. */
function whatIsIn(field: FormField, value: string | undefined): Pick<FormField, 'value' | 'tabularData'> {
  if (value === undefined) return {};
  if (field.type !== 'table') return { value };
  const header = field.firstRowHeader ? (field.tabularData ?? []).slice(0, 1) : [];
  return { value, tabularData: [...header, ...(JSON.parse(value) as string[][])] };
}
