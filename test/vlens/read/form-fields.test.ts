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

  it('may lie within fields; those that lie deeper than 16 come in one list that names their parents', () => {
    let sent: WireField = aFormField({ key: 'k500' });
    for (let level = 499; level >= 0; level -= 1)
      sent = aFormField({ key: `k${level}`, relatedQuestions: [sent] });
    let last = readFormFields([sent])[0];
    for (let level = 0; level < 16; level += 1) last = last?.relatedFields[0];
    expect(last?.key).toBe('k16');
    expect(last?.relatedFields).toHaveLength(484);
    expect(last?.relatedFields[1]).toMatchObject({ key: 'k18', parentKey: 'k17', relatedFields: [] });
  });

  it('keep the spaces of keys and options, which Vlens compares, and lose those of labels', () => {
    const [field] = readFormFields([
      aFormField({ key: 'city ', displayText: ' City ', availableValues: ['Cairo ', 'Giza'] }),
    ]);
    expect(field).toMatchObject({
      key: 'city ',
      label: 'City',
      options: [{ name: 'Cairo ' }, { name: 'Giza' }],
    });
  });
});
