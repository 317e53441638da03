import { describe, expect, it } from '@jest/globals';
import { fillForm, formValues } from '../../../sandbox/src/rules/filled-form.js';
import type { FormField } from '../../../sandbox/src/rules/form-field.js';

const field = (key: string, rest: FormField = {}): FormField => ({
  key,
  type: 'text',
  visibleToUser: true,
  ...rest,
});
const insured = field('insurer', { defaultValue: 'Misr Insurance' });
const FORM = [
  field('purpose', {
    type: 'dropdown',
    availableValues: ['Home', 'Car'],
    availableValuesItems: [
      { id: 1, name: 'Home' },
      { id: 2, name: 'Car', relatedQuestions: [insured] },
    ],
  }),
  field('branch', { visibleToUser: false, defaultValue: 'CAI-01' }),
  field('since', {
    defaultValue: '2020',
    parentQuestionKey: 'insurer',
    parentQuestionValue: 'Misr Insurance',
  }),
];
const filled = (values: Record<string, string>) => Object.fromEntries(formValues(fillForm(FORM, values)));

describe('A filled form', () => {
  it('holds what was written, and defaults where nothing was', () => {
    expect(filled({ purpose: 'Car' })).toEqual({
      purpose: 'Car',
      insurer: 'Misr Insurance',
      since: '2020',
      branch: 'CAI-01',
    });
  });

  it('holds nothing of a question that its option, or a closed question above it, does not open', () => {
    expect(filled({ purpose: 'Home' })).toEqual({ purpose: 'Home', branch: 'CAI-01' });
  });
});
