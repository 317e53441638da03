import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FormField } from '../../../sandbox/src/rules/form-field.js';
import { checkFormValues } from '../../../sandbox/src/rules/form-values.js';
import { PERSONAL_LOAN } from '../../../sandbox/src/store/samples/personal-loan.js';

const field = (key: string, rest: FormField = {}): FormField => ({
  key,
  type: 'text',
  visibleToUser: true,
  ...rest,
});
const fieldsOf = (form: FormField[], values: Record<string, string>) =>
  checkFormValues(form, values).map((error) => error.field);

const FORM: FormField[] = [
  field('fullName'),
  field('purpose', {
    type: 'dropdown',
    availableValues: ['Home', 'Car'],
    availableValuesItems: [
      { id: 1, name: 'Home' },
      {
        id: 2,
        name: 'Car',
        relatedQuestions: [field('carModel', { parentQuestionKey: 'purpose', parentQuestionValue: 'Car' })],
      },
    ],
  }),
  field('district', { parentQuestionKey: 'purpose', parentQuestionValue: 'Home' }),
  field('startDate', { type: 'date', defaultValue: '2027-01-01' }),
  field('obligations', {
    type: 'table',
    defaultValue: '[]',
    tabularData: [['Lender', 'Amount']],
    firstRowHeader: true,
  }),
  field('branch', { visibleToUser: false, defaultValue: 'CAI' }),
];
const GOOD = { fullName: 'Mona', purpose: 'Home', district: 'Maadi' };

describe('The values of a form', () => {
  it('are fine when every field that is shown has one, or a default', () => {
    expect(checkFormValues(FORM, GOOD)).toEqual([]);
    expect(checkFormValues(FORM, { fullName: 'Mona', purpose: 'Car', carModel: 'Nasr 128' })).toEqual([]);
  });

  const refused: [string, Record<string, string>, string[]][] = [
    ['a required field is missing', { purpose: 'Home', district: 'Maadi' }, ['fullName']],
    ['a required field is blank', { ...GOOD, fullName: '  ' }, ['fullName']],
    ['a field is not in the form', { ...GOOD, income: '5' }, ['income']],
    ['an option does not exist', { ...GOOD, purpose: 'Boat' }, ['district', 'purpose']],
    ['a field is given whose condition is not met', { ...GOOD, carModel: 'Nasr 128' }, ['carModel']],
    ['a field is missing whose condition is met', { fullName: 'Mona', purpose: 'Car' }, ['carModel']],
    ['a field is given that nobody sees', { ...GOOD, branch: 'ALX' }, ['branch']],
    ['a date does not exist', { ...GOOD, startDate: '2027-02-30' }, ['startDate']],
    ['a date is written otherwise', { ...GOOD, startDate: '1/2/2027' }, ['startDate']],
    ['a table is no JSON', { ...GOOD, obligations: 'none' }, ['obligations']],
    ['a table has no rows of texts', { ...GOOD, obligations: '[1, 2]' }, ['obligations']],
    ['a row is too short', { ...GOOD, obligations: '[["Bank"]]' }, ['obligations']],
    ['a text has no end', { ...GOOD, fullName: 'x'.repeat(2001) }, ['fullName']],
  ];
  it.each(refused)('are refused, naming the field, when %s', (_, values, fields) => {
    expect(fieldsOf(FORM, values).sort()).toEqual(fields);
  });

  it.each(['[]', '[["", " "]]'])('are missing where a table must have rows and is %s', (empty) => {
    const form = [field('lenders', { type: 'table', tabularData: [['Lender', 'Amount']] })];
    expect(fieldsOf(form, { lenders: empty })).toEqual(['lenders']);
    expect(fieldsOf(form, { lenders: '[["CIB", ""]]' })).toEqual([]);
    expect(fieldsOf(FORM, { ...GOOD, obligations: empty })).toEqual([]);
  });

  it('are fine for anybody who follows the form, and name what is then left out', () => {
    fc.assert(
      fc.property(fc.array(anyQuestion, { maxLength: 4 }), (questions) => {
        const form = questions.map((question, index) => formFieldOf(question, `f${index}`));
        const values = Object.assign(
          {},
          ...questions.map((question, index) => followed(question, `f${index}`)),
        );
        expect(checkFormValues(form, values)).toEqual([]);
        for (const [key, value] of Object.entries(values)) {
          if (value !== VALUES.text) continue;
          const { [key]: _, ...others } = values;
          expect(fieldsOf(form, others)).toEqual([key]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('may hold Arabic figures in a date', () => {
    expect(checkFormValues(FORM, { ...GOOD, startDate: '٢٠٢٧-٠١-٣١' })).toEqual([]);
  });

  it('may leave out what depends on a default that is not chosen', () => {
    const values = { fullName: 'Ahmed', nationalId: '29901234567890', monthlyIncome: '5000' };
    expect(checkFormValues(PERSONAL_LOAN.form, values)).toEqual([]);
    expect(fieldsOf(PERSONAL_LOAN.form, { ...values, employmentStatus: 'Employed' }).sort()).toEqual([
      'employedSince',
      'employerName',
    ]);
    expect(fieldsOf(PERSONAL_LOAN.form, { ...values, employmentStatus: 'Self-employed' })).toEqual([
      'businessName',
    ]);
  });

  it('are never repeated in what is said of them, and never break the check', () => {
    const key = fc.oneof(
      fc.constantFrom('fullName', 'purpose', 'startDate', 'obligations', 'carModel', '__proto__'),
      fc.string(),
    );
    const value = fc.string().map((text) => `§${text}§`);
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value)), (pairs) => {
        for (const { message } of checkFormValues(FORM, Object.fromEntries(pairs))) {
          expect(message).not.toContain('§');
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** A question as a customer meets it: what it asks, what they choose, and what that choice opens. */
interface Question {
  type: 'text' | 'date' | 'table' | 'dropdown';
  /** It has a default, and the customer leaves it at that. */
  isLeftOut: boolean;
  isHidden: boolean;
  choice: 'A' | 'B';
  /** Asked in the form where the answer is A, as questions of the option; where it is B, as questions of the field. */
  opened: { A: Question[]; B: Question[] };
}

const VALUES = { text: 'a text', date: '2027-02-28', table: '[["CIB", "1200"]]' };

const { anyQuestion } = fc.letrec<{ anyQuestion: Question }>((tie) => {
  const opened = fc.array(tie('anyQuestion'), { maxLength: 2 });
  return {
    anyQuestion: fc.record({
      type: fc.constantFrom('text' as const, 'date' as const, 'table' as const, 'dropdown' as const),
      isLeftOut: fc.boolean(),
      isHidden: fc.boolean(),
      choice: fc.constantFrom('A' as const, 'B' as const),
      opened: fc.oneof(
        { maxDepth: 4 },
        fc.constant<Question['opened']>({ A: [], B: [] }),
        fc.record({ A: opened, B: opened }),
      ),
    }),
  };
});

function formFieldOf({ type, isLeftOut, isHidden, opened }: Question, key: string): FormField {
  const nested = (answer: 'A' | 'B') =>
    opened[answer].map((question, index) => formFieldOf(question, `${key}${answer}${index}`));
  return field(key, {
    type,
    visibleToUser: !isHidden,
    ...(isLeftOut ? { defaultValue: type === 'dropdown' ? 'A' : VALUES[type] } : {}),
    ...(type === 'table' ? { tabularData: [['Lender', 'Amount']] } : {}),
    ...(type === 'dropdown'
      ? {
          availableValues: ['A', 'B'],
          availableValuesItems: [
            { id: 1, name: 'A', relatedQuestions: nested('A') },
            { id: 2, name: 'B' },
          ],
          relatedQuestions: nested('B').map((related) => ({
            ...related,
            parentQuestionKey: key,
            parentQuestionValue: 'B',
          })),
        }
      : {}),
  });
}

function followed(question: Question, key: string): Record<string, string> {
  const { type, isLeftOut, isHidden, opened } = question;
  if (isHidden) return {};
  if (type !== 'dropdown') return isLeftOut ? {} : { [key]: VALUES[type] };
  const answer = isLeftOut ? 'A' : question.choice;
  const further = opened[answer].map((each, index) => followed(each, `${key}${answer}${index}`));
  return Object.assign(isLeftOut ? {} : { [key]: answer }, ...further);
}
