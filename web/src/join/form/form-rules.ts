import { westernDigits } from '../../i18n/digits.js';
import type { ProductForm } from '../state/operations.js';

type TopQuestion = NonNullable<ProductForm['formFields']>[number];
/** A question, however deep; what is deeper than the form was asked for has no questions below it. */
export interface Question extends Omit<TopQuestion, 'relatedFields' | 'options'> {
  options?: { name: string; relatedFields?: Question[] }[];
  relatedFields?: Question[];
}

export type Values = Readonly<Record<string, string>>;
export type Mistake = 'missing' | 'notADate' | 'notAnOption' | 'tooLong';

/** GraphQL takes so much of one answer (FormFieldValueInput). */
const MAX_LENGTH = 20_000;

/**
 * The questions that are shown with these answers, in their order: the condition of each is met, and so is that of whatever holds
 * it. Where nothing was answered yet, the default counts.
 */
export function shownQuestions(form: readonly Question[], values: Values): Question[] {
  const defaults = new Map(
    everyQuestion(form).map((question) => [question.key, question.defaultValue ?? undefined]),
  );
  const valueIn = (key: string) => values[key] ?? defaults.get(key);
  const shown = new Map<string, Question>();
  const show = (questions: readonly Question[]) => {
    for (const question of inOrder(questions)) {
      const { key, parentKey, parentValue, visibleToUser } = question;
      const isOpen =
        !parentKey ||
        (valueIn(parentKey) === parentValue && (shown.has(parentKey) || !defaults.has(parentKey)));
      if (!visibleToUser || !isOpen) continue;
      shown.set(key, question);
      show(question.relatedFields ?? []);
      show(question.options?.find(({ name }) => name === valueIn(key))?.relatedFields ?? []);
    }
  };
  // A condition may name a question that stands further down: once more, until nothing new is shown.
  for (let before = -1; shown.size > before; ) {
    before = shown.size;
    show(form);
  }
  // In the order of reading, which the first round may not have had.
  return everyQuestion(form).filter((question) => shown.get(question.key) === question);
}

/** What stands in a question: what was answered, else its default. */
export function textIn({ key, defaultValue }: Question, values: Values): string {
  return values[key] ?? defaultValue ?? '';
}

/** What is wrong with an answer before it is sent; null where nothing. There is no mark for "required": without a default it is. */
export function mistakeIn(question: Question, values: Values): Mistake | null {
  const value = textIn(question, values).trim();
  const { kind, defaultValue } = question;
  if (value === '') return defaultValue === null || defaultValue === undefined ? 'missing' : null;
  if (value.length > MAX_LENGTH) return 'tooLong';
  if (kind === 'DATE') return isDate(westernDigits(value)) ? null : 'notADate';
  if (kind === 'DROPDOWN') return question.options?.some(({ name }) => name === value) ? null : 'notAnOption';
  if (kind === 'TABLE') {
    const isEmpty = rowsOf(value).every((row) => row.every((cell) => cell.trim() === ''));
    return isEmpty && (defaultValue === null || defaultValue === undefined) ? 'missing' : null;
  }
  return null;
}

/** What is sent: every question that is shown and has something in it, each once. */
export function answersOf(form: readonly Question[], values: Values): { key: string; value: string }[] {
  return shownQuestions(form, values).flatMap((question) => {
    const value = sentValue(question, textIn(question, values).trim());
    return value === '' ? [] : [{ key: question.key, value }];
  });
}

/** Rows of cells, as a table's value has them; none where it has no rows. */
export function rowsOf(value: string): string[][] {
  try {
    const rows: unknown = JSON.parse(value);
    if (!Array.isArray(rows)) return [];
    return rows.map((row) => (Array.isArray(row) ? row.map(String) : []));
  } catch {
    return [];
  }
}

/** The titles of a table's columns, and how many there are. */
export function columnsOf({ table, firstRowIsHeader }: Question): { titles: string[] | null; width: number } {
  const [first] = table;
  return { titles: firstRowIsHeader && first ? first : null, width: Math.max(1, first?.length ?? 1) };
}

export function everyQuestion(form: readonly Question[]): Question[] {
  return inOrder(form).flatMap((question) => [
    question,
    ...everyQuestion(question.relatedFields ?? []),
    ...(question.options ?? []).flatMap(({ relatedFields }) => everyQuestion(relatedFields ?? [])),
  ]);
}

function inOrder(questions: readonly Question[]): Question[] {
  return questions.toSorted((one, other) => (one.order ?? 0) - (other.order ?? 0));
}

/** A table without the rows in which nothing stands. */
function sentValue({ kind }: Question, value: string): string {
  if (kind !== 'TABLE' || value === '') return sentText(value);
  const rows = rowsOf(value).filter((row) => row.some((cell) => cell.trim() !== ''));
  return JSON.stringify(rows.map((row) => row.map(sentText)));
}

/** A number is typed in the digits of any keyboard, and sent in those of every computer; a sentence stays as it is. */
function sentText(text: string): string {
  return /^[\d٠-٩۰-۹\s+.,/٫٬-]*$/.test(text)
    ? westernDigits(text).replaceAll('٫', '.').replaceAll('٬', ',')
    : text;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
