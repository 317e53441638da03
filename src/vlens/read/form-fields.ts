import type { components } from '../../openapi/vlens.js';
import type { FormField, FormFieldOption } from '../types.js';
import { flag, integer, text } from './values.js';
import { listOf, objectAs, readEach, type Wire } from './wire.js';

type WireField = components['schemas']['FormField'];
type WireOption = NonNullable<WireField['availableValuesItems']>[number];

/** The maximal depth of questions within questions. Deeper ones come in one list, each with the name of its parent. */
const DEEPEST = 16;

/** The question that others depend on, or one of its options. */
type Parent = Pick<FormField, 'parentKey' | 'parentValue'>;
type ReadRelated = (questions: unknown, parent: Parent) => FormField[];

/** The fields of a form, from a product type or a full request. A field without a key is left out. */
export function readFormFields(value: unknown, depth = 0): FormField[] {
  const related: ReadRelated = (questions, parent) =>
    depth < DEEPEST ? readFormFields(questions, depth + 1) : readFlat(questions, parent);
  return readEach(value, (entry) => readFormField(entry, related));
}

/** All questions below a question, at any depth, in the order of the form. */
function readFlat(value: unknown, parent: Parent): FormField[] {
  const waiting = [...listOf(value)].reverse().map((question) => ({ question, parent }));
  const all: FormField[] = [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const below: typeof waiting = [];
    const field = readFormField(next.question, (questions, ofField) => {
      for (const question of listOf(questions)) below.push({ question, parent: ofField });
      return [];
    });
    if (!field) continue;
    all.push({
      ...field,
      parentKey: field.parentKey ?? next.parent.parentKey,
      parentValue: field.parentValue ?? next.parent.parentValue,
    });
    for (const each of below.reverse()) waiting.push(each);
  }
  return all;
}

function readFormField(value: unknown, related: ReadRelated): FormField | null {
  const sent = objectAs<WireField>(value);
  // Not trimmed, since Vlens compares keys exactly: a space at the end belongs to the key.
  const key = text(sent?.key);
  if (!sent || key === null || key.trim() === '') return null;
  return {
    key,
    order: integer(sent.order),
    typeName: text(sent.type),
    label: trimmed(sent.displayText),
    labelAr: trimmed(sent.displayArText),
    groupTitle: trimmed(sent.groupTitle),
    groupTitleAr: trimmed(sent.groupArTitle),
    value: text(sent.value),
    values: readEach(sent.multiValues, text),
    table: readEach(sent.tabularData, readRow),
    firstRowIsHeader: flag(sent.firstRowHeader) ?? false,
    defaultValue: text(sent.defaultValue),
    defaultValueAr: text(sent.defaultArValue),
    options: readOptions(sent, (questions, name) =>
      related(questions, { parentKey: key, parentValue: name }),
    ),
    visibleToUser: flag(sent.visibleToUser) ?? true,
    convertNumbersToArabic: flag(sent.convertNumbersToArabic) ?? false,
    parentKey: text(sent.parentQuestionKey),
    parentValue: text(sent.parentQuestionValue),
    relatedFields: related(sent.relatedQuestions, { parentKey: key, parentValue: null }),
  };
}

/** A missing cell becomes an empty one, so that the columns keep their places. */
function readRow(value: unknown): string[] | null {
  return Array.isArray(value) ? value.map((cell) => text(cell) ?? '') : null;
}

type RelatedToOption = (questions: unknown, name: string) => FormField[];

/** The options, from two lists that both name them; only the items have ids and further questions. Names are not changed. */
function readOptions(sent: Wire<WireField>, related: RelatedToOption): FormFieldOption[] {
  const known = readEach(sent.availableValuesItems, (item) => readOption(item, related));
  const names = listOf(sent.availableValues);
  // Most questions are no choice.
  if (names.length === 0) return known;
  const named = new Set(known.map(({ name }) => name.trim()));
  for (const name of names.map(text)) {
    const shown = name?.trim() ?? '';
    if (name === null || shown === '' || named.has(shown)) continue;
    named.add(shown);
    known.push({ optionId: null, name, relatedFields: [] });
  }
  return known;
}

function readOption(value: unknown, related: RelatedToOption): FormFieldOption | null {
  const sent = objectAs<WireOption>(value);
  const name = text(sent?.name);
  if (!sent || name === null || name.trim() === '') return null;
  return { optionId: integer(sent.id), name, relatedFields: related(sent.relatedQuestions, name) };
}

function trimmed(value: unknown): string | null {
  return text(value)?.trim() ?? null;
}
