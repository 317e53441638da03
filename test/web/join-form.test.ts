import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { toFormField } from '../../resolvers/form-fields.js';
import type { FormField } from '../../sandbox/src/rules/form-field.js';
import { checkFormValues, openFields } from '../../sandbox/src/rules/form-values.js';
import { date, dropdown, form, onlyWhile, table, text } from '../../sandbox/src/store/samples/fields.js';
import { SAMPLE_PRODUCTS } from '../../sandbox/src/store/samples/products.js';
import { readFormFields } from '../../src/vlens/read/form-fields.js';
import {
  answersOf,
  everyQuestion,
  mistakeIn,
  type Question,
  shownQuestions,
} from '../../web/src/join/form/form-rules.js';
import { phoneNumberOf } from '../../web/src/join/phone-number.js';

/** A form of the provider as the page gets it. */
const questionsOf = (fields: FormField[]) => readFormFields(fields).map(toFormField) as unknown as Question[];
const named = (key: string) => ({ key, en: key, ar: key });

/** Questions below questions below an option, and a condition on a question further down. */
const DEEP = form({
  title: named('Group'),
  fields: [
    onlyWhile('car', 'Old', text(named('repairs'))),
    dropdown(named('housing'), {
      Rent: [dropdown(named('landlord'), { Person: [text(named('name'))], Company: [date(named('since'))] })],
      Own: [table(named('loans'), ['Bank', 'Rate'])],
    }),
    dropdown({ ...named('car'), defaultValue: 'New' }, { New: [], Old: [] }),
    text({ ...named('hidden'), visibleToUser: false }),
  ],
});
const FORMS: [string, FormField[]][] = [
  ...SAMPLE_PRODUCTS.map((product): [string, FormField[]] => [product.name, product.form]),
  ['a form with questions below questions', DEEP],
];

describe('What was typed', () => {
  const asked = questionsOf(
    form({ title: named('Group'), fields: [text(named('income')), table(named('debts'), ['To', 'Amount'])] }),
  );
  const sentFor = (income: string, debts = '') =>
    answersOf(asked, { income, debts }).map(({ value }) => value);

  it('is sent in the digits of every computer where it is a number, and stays as it is where it is a sentence', () => {
    expect(sentFor('٥٬٠٠٠٫٥٠')).toEqual(['5,000.50']);
    expect(sentFor('۵۰۰۰')).toEqual(['5000']);
    expect(sentFor('١٢ ميدان التحرير')).toEqual(['١٢ ميدان التحرير']);
    expect(sentFor('', '[["البنك ٧","٣٠٠"]]')).toEqual(['[["البنك ٧","300"]]']);
  });
});

describe('A form at the page', () => {
  it.each(FORMS)(
    'shows what the provider takes for shown, and sends what it takes, whatever is chosen: %s',
    (_, fields) => {
      const questions = questionsOf(fields);
      const dropdowns = everyQuestion(questions).filter(({ kind }) => kind === 'DROPDOWN');
      const choices = dropdowns.reduce<Record<string, string>[]>(
        (chosen, { key, options = [] }) =>
          chosen.flatMap((values) => [values, ...options.map(({ name }) => ({ ...values, [key]: name }))]),
        [{}],
      );
      for (const values of choices) {
        const shown = shownQuestions(questions, values).map(({ key }) => key);
        expect(shown.toSorted()).toEqual(
          [...openFields(fields, new Map(Object.entries(values))).keys()].toSorted(),
        );
        const filled = { ...values };
        // An answer may show further questions.
        const isWrong = (question: Question) => mistakeIn(question, filled) !== null;
        for (let wrong: Question | undefined; ; ) {
          wrong = shownQuestions(questions, filled).find(isWrong);
          if (!wrong) break;
          filled[wrong.key] = typical(wrong);
        }
        const answers = Object.fromEntries(
          answersOf(questions, filled).map(({ key, value }) => [key, value]),
        );
        expect(checkFormValues(fields, answers)).toEqual([]);
      }
      expect(choices.length).toBeGreaterThan(1);
    },
  );

  it('says what is missing before anything is sent, and of each kind what is wrong with it', () => {
    const questions = everyQuestion(questionsOf(DEEP));
    const mistake = (key: string, value?: string) => {
      const question = questions.find((each) => each.key === key);
      return question && mistakeIn(question, value === undefined ? {} : { [key]: value });
    };
    expect([mistake('name'), mistake('name', ' '), mistake('name', 'Mona')]).toEqual([
      'missing',
      'missing',
      null,
    ]);
    expect([mistake('since', '2026-02-30'), mistake('since', '٢٠٢٦-٠٢-٢٨')]).toEqual(['notADate', null]);
    expect([mistake('housing', 'Tent'), mistake('housing', 'Rent'), mistake('car')]).toEqual([
      'notAnOption',
      null,
      null,
    ]);
    expect([mistake('loans', '[["",""]]'), mistake('loans', '[["Bank",""]]')]).toEqual(['missing', null]);
    expect(mistake('name', 'x'.repeat(20_001))).toBe('tooLong');
  });

  it('sends no row in which nothing stands, and a date in the digits that the provider reads', () => {
    const questions = questionsOf(DEEP);
    const values = { housing: 'Own', loans: '[["Bank","5"],["",""]]' };
    expect(answersOf(questions, values)).toContainEqual({ key: 'loans', value: '[["Bank","5"]]' });
    const rent = { housing: 'Rent', landlord: 'Company', since: '٢٠٢٦-٠٢-٢٨' };
    expect(answersOf(questions, rent)).toContainEqual({ key: 'since', value: '2026-02-28' });
  });

  it('forgets nothing that a choice has hidden, and sends it only while it is shown', () => {
    const questions = questionsOf(DEEP);
    const values = { housing: 'Rent', landlord: 'Person', name: 'Mona' };
    const keys = (more: object) => answersOf(questions, { ...values, ...more }).map(({ key }) => key);
    expect(keys({})).toContain('name');
    expect(keys({ housing: 'Own' })).not.toContain('name');
  });
});

describe('A phone number as it is typed', () => {
  it.each([
    ['01012345678', '+201012345678'],
    ['0101 234 5678', '+201012345678'],
    ['٠١٠١ ٢٣٤ ٥٦٧٨', '+201012345678'],
    ['+20 101-234-5678', '+201012345678'],
    ['0020 1012345678', '+201012345678'],
    // The zero of at home, which many leave in.
    ['+20 (0)101 234 5678', '+201012345678'],
    ['00200 1012345678', '+201012345678'],
    ['\u202a+201012345678\u202c', '+201012345678'],
    ['+44 20 7946 0958', '+442079460958'],
    ['01312345678', null],
    ['1012345678', null],
    ['no number', null],
    ['', null],
  ])('%s is %s', (typed, number) => {
    expect(phoneNumberOf(typed)).toBe(number);
  });
});

function typical({ kind, options = [], table: rows }: Question): string {
  if (kind === 'DROPDOWN') return options[0]?.name ?? '';
  if (kind === 'DATE') return '2027-01-01';
  return kind === 'TABLE' ? JSON.stringify([(rows[0] ?? ['']).map(() => '1')]) : '1000';
}
