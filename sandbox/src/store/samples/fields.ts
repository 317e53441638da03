import type { FormField } from '../../rules/form-field.js';

interface Labels {
  en: string;
  ar: string;
}

type FieldOf = Pick<FormField, 'key' | 'defaultValue' | 'defaultArValue' | 'visibleToUser'> & Labels;

/** The fields of a form in their order, under their groups' titles. */
export function form(...groups: { title: Labels; fields: FormField[] }[]): FormField[] {
  let order = 0;
  return groups.flatMap(({ title, fields }) =>
    fields.map((field) => {
      order += 1;
      return { ...field, order, groupTitle: title.en, groupArTitle: title.ar };
    }),
  );
}

export function text({ en, ar, ...field }: FieldOf): FormField {
  return {
    order: 0,
    type: 'text',
    displayText: en,
    displayArText: ar,
    value: null,
    multiValues: null,
    tabularData: null,
    visibleToUser: true,
    defaultValue: null,
    defaultArValue: null,
    availableValues: null,
    availableValuesItems: null,
    firstRowHeader: false,
    convertNumbersToArabic: false,
    parentQuestionKey: null,
    parentQuestionValue: null,
    relatedQuestions: null,
    groupTitle: null,
    groupArTitle: null,
    ...field,
  };
}

/** Figures, which an Arabic contract shows as Arabic ones. */
export function figures(field: FieldOf): FormField {
  return { ...text(field), convertNumbersToArabic: true };
}

export function date(field: FieldOf): FormField {
  return { ...text(field), type: 'date', convertNumbersToArabic: true };
}

/** @param options each with the questions that choosing it opens. */
export function dropdown(field: FieldOf, options: Record<string, FormField[]>): FormField {
  const items = Object.entries(options).map(([name, questions], index) => ({
    id: index + 1,
    name,
    relatedQuestions: questions.map((question, place) =>
      onlyWhile(field.key, name, { ...question, order: place + 1 }),
    ),
  }));
  return {
    ...text(field),
    type: 'dropdown',
    availableValues: Object.keys(options),
    availableValuesItems: items,
  };
}

export function table(field: FieldOf, columns: string[]): FormField {
  return { ...text(field), type: 'table', firstRowHeader: true, tabularData: [columns] };
}

/** Shown only while another field has this value. */
export function onlyWhile(key: string | undefined, value: string, field: FormField): FormField {
  return { ...field, parentQuestionKey: key ?? null, parentQuestionValue: value };
}
