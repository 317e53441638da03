import type { components } from '../../openapi/vlens.js';
import type { FormField, FormFieldOption } from '../types.js';
import { filledText, flag, integer, text } from './values.js';
import { listOf, objectAs, readEach } from './wire.js';

type WireField = components['schemas']['FormField'];
type WireOption = NonNullable<WireField['availableValuesItems']>[number];

/** How deep questions may lie within questions; what lies deeper is left out. */
const DEEPEST = 16;

/** The fields of a form, as the product types and the full requests carry them. One without a key is left out. */
export function readFormFields(value: unknown, depth = 0): FormField[] {
  return depth > DEEPEST ? [] : readEach(value, (entry) => readFormField(entry, depth));
}

function readFormField(value: unknown, depth: number): FormField | null {
  const sent = objectAs<WireField>(value);
  const key = filledText(sent?.key);
  if (!sent || !key) return null;
  return {
    key,
    order: integer(sent.order),
    typeName: text(sent.type),
    label: text(sent.displayText),
    labelAr: text(sent.displayArText),
    groupTitle: text(sent.groupTitle),
    groupTitleAr: text(sent.groupArTitle),
    value: text(sent.value),
    values: readEach(sent.multiValues, text),
    table: readEach(sent.tabularData, readRow),
    firstRowIsHeader: flag(sent.firstRowHeader) ?? false,
    defaultValue: text(sent.defaultValue),
    defaultValueAr: text(sent.defaultArValue),
    options: readOptions(sent.availableValuesItems, sent.availableValues, depth),
    visibleToUser: flag(sent.visibleToUser) ?? true,
    convertNumbersToArabic: flag(sent.convertNumbersToArabic) ?? false,
    parentKey: text(sent.parentQuestionKey),
    parentValue: text(sent.parentQuestionValue),
    relatedFields: readFormFields(sent.relatedQuestions, depth + 1),
  };
}

/** A cell that is missing stays as an empty one, so that the columns keep their places. */
function readRow(value: unknown): string[] | null {
  return Array.isArray(value) ? value.map((cell) => text(cell) ?? '') : null;
}

/** Both lists name the options; only the items know ids and further questions. */
function readOptions(items: unknown, names: unknown, depth: number): FormFieldOption[] {
  const known = readEach(items, (item) => readOption(item, depth));
  const named = new Set(known.map(({ name }) => name));
  for (const name of listOf(names).map(filledText)) {
    if (name === null || named.has(name)) continue;
    named.add(name);
    known.push({ optionId: null, name, relatedFields: [] });
  }
  return known;
}

function readOption(value: unknown, depth: number): FormFieldOption | null {
  const sent = objectAs<WireOption>(value);
  const name = filledText(sent?.name);
  return sent && name
    ? { optionId: integer(sent.id), name, relatedFields: readFormFields(sent.relatedQuestions, depth + 1) }
    : null;
}
