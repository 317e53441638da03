import { describe, expect, it } from '@jest/globals';
import { readFormFields } from '../../../src/vlens/read/form-fields.js';
import { aFormField, type WireField } from '../../support/builders.js';

describe('A form’s fields', () => {
  it('have every property, and no list is missing', () => {
    expect(readFormFields([{ key: 'city' }])).toEqual([
      {
        key: 'city',
        order: null,
        typeName: null,
        label: null,
        labelAr: null,
        groupTitle: null,
        groupTitleAr: null,
        value: null,
        values: [],
        table: [],
        firstRowIsHeader: false,
        defaultValue: null,
        defaultValueAr: null,
        options: [],
        visibleToUser: true,
        convertNumbersToArabic: false,
        parentKey: null,
        parentValue: null,
        relatedFields: [],
      },
    ]);
  });

  it('are none where no list was sent', () => {
    expect([null, undefined, {}, 'none'].map((sent) => readFormFields(sent))).toEqual([[], [], [], []]);
  });

  it('without a key are left out, the rest stay', () => {
    expect(readFormFields([null, {}, { key: ' ' }, aFormField({ key: 'a' })]).map(({ key }) => key)).toEqual([
      'a',
    ]);
  });

  it('offer the plain values and the items as one list without doubles', () => {
    const [field] = readFormFields([
      aFormField({
        availableValues: ['Cairo', 'Giza', 'Giza'],
        availableValuesItems: [{ id: 1, name: 'Cairo', relatedQuestions: [aFormField({ key: 'district' })] }],
      }),
    ]);
    expect(field?.options).toMatchObject([
      { optionId: 1, name: 'Cairo', relatedFields: [{ key: 'district' }] },
      { optionId: null, name: 'Giza', relatedFields: [] },
    ]);
  });

  it('offer the plain values where no items were sent', () => {
    const [field] = readFormFields([
      { key: 'a', availableValues: ['Yes', null, 7], availableValuesItems: [] },
    ]);
    expect(field?.options.map(({ optionId, name }) => [optionId, name])).toEqual([
      [null, 'Yes'],
      [null, '7'],
    ]);
  });

  it('keep a table’s columns in place where a cell is missing', () => {
    const [field] = readFormFields([{ key: 'a', tabularData: [['Name', 'Age'], [null, 7], 'x'] }]);
    expect(field?.table).toEqual([
      ['Name', 'Age'],
      ['', '7'],
    ]);
  });

  it('may lie within fields, to a depth', () => {
    let sent: WireField = aFormField();
    for (let level = 0; level < 500; level += 1) sent = aFormField({ relatedQuestions: [sent] });
    let depth = 0;
    for (let fields = readFormFields([sent]); fields[0]; fields = fields[0].relatedFields) depth += 1;
    expect(depth).toBe(17);
  });
});
