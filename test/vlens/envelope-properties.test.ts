import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answer, readEnvelope } from '../../src/vlens/envelope.js';
import { VlensFault } from '../../src/vlens/faults.js';
import { readBusinessRequest, readSummary } from '../../src/vlens/read/business-requests.js';
import { readFormFields } from '../../src/vlens/read/form-fields.js';
import { readPerson } from '../../src/vlens/read/people.js';
import { readProductType } from '../../src/vlens/read/product-types.js';

const RUNS = 10_000;
const MARK = 'MARKED-BY-VLENS';
const json = fc.jsonValue({ maxDepth: 4 });
const errorCode = fc.oneof(
  fc.constantFrom(null, 0, '0', ' 0 ', 12, '12', -1, 'E12', true, '', MARK, 1e300),
  json,
);
const status = fc.constantFrom(200, 201, 204, 206, 400, 404, 409, 422, 500, 502, 503, 504);
/** Like what Vlens sends, with something wrong with it. */
const envelope = fc.record(
  {
    data: json,
    error_code: errorCode,
    error_message: fc.oneof(fc.constant(MARK), json),
    error_descriptions: json,
    totalCount: json,
    error: json,
    ['__proto__']: json,
    constructor: json,
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  envelope.map((each) => JSON.stringify(each)),
  json.map((each) => JSON.stringify(each)),
  fc.string(),
  fc.constantFrom('', `<html>${MARK}`, `{"data":"${MARK}`, '[]', 'null', '{"__proto__":{"polluted":1}}'),
);

describe('The envelope reader, whatever comes', () => {
  it('answers an envelope or a fault, and the fault tells nothing of what came', () => {
    fc.assert(
      fc.property(status, body, (code, text) => {
        try {
          const read = readEnvelope(code, text);
          expect(read.errorCode === null || Number.isInteger(read.errorCode)).toBe(true);
          expect(read.message === null || read.message.trim() !== '').toBe(true);
          expect(Array.isArray(read.fieldErrors)).toBe(true);
          const told = answer('listProductTypes', read, (data) => data);
          expect(['accepted', 'rejection']).toContain(told.kind);
        } catch (error) {
          expect(error).toBeInstanceOf(VlensFault);
          expect(String(error)).not.toContain(MARK);
        }
        expect(Reflect.get({}, 'polluted')).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
  });

  it('takes for success what has no error code under a 2xx, and nothing else', () => {
    fc.assert(
      fc.property(status, errorCode, (code, error_code) => {
        const read = readEnvelope(code, JSON.stringify({ data: 1, error_code }));
        const isSuccess =
          error_code == null || String(typeof error_code === 'object' ? 1 : error_code).trim() === '0';
        expect(read.verdict === 'accepted').toBe(isSuccess && code < 300);
      }),
      { numRuns: RUNS },
    );
  });
});

/** Objects with the names that the contract knows, and anything under them. */
const nearlyRight = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    json,
    fc.dictionary(
      fc.constantFrom(
        ...[
          'id',
          'requeststatus',
          'requestStatusName',
          'requestFields',
          'documents',
          'user',
          'customerSigners',
        ],
        ...[
          'relatedBusinessRequest',
          'creationTime',
          'typeName',
          'key',
          'value',
          'type',
          'availableValuesItems',
        ],
        ...[
          'multiValues',
          'tabularData',
          'relatedFields',
          'order',
          'customerSigner',
          'isSigned',
          'fullName',
          'name',
        ],
      ),
      fc.oneof(
        tie('node'),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.constantFrom(null, '', '5', -1, 1e21, true),
      ),
      { maxKeys: 8 },
    ),
    fc.record({
      id: fc.uuid(),
      requestStatusName: json,
      requestFields: fc.array(tie('node'), { maxLength: 2 }),
    }),
  ),
})).node;

describe('The readers, whatever comes', () => {
  it.each<[string, (value: unknown) => unknown]>([
    ['a business request', readBusinessRequest],
    ['a summary', readSummary],
    ['a form', readFormFields],
    ['a person', readPerson],
    ['a product type', readProductType],
  ])('read %s or nothing, and fail in no other way', (_, read) => {
    fc.assert(
      fc.property(nearlyRight, (value) => {
        try {
          read(value);
        } catch (error) {
          expect(error).toBeInstanceOf(VlensFault);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
