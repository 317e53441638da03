import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VlensFault } from '../../../src/vlens/faults.js';
import { GENERAL_WORDINGS } from '../../../src/vlens/operation.js';
import { readBusinessRequest, readSummary } from '../../../src/vlens/read/business-requests.js';
import { utcText } from '../../../src/vlens/read/dates.js';
import { answer, type Envelope, readEnvelope } from '../../../src/vlens/read/envelope.js';
import { readFormFields } from '../../../src/vlens/read/form-fields.js';
import { readPerson, readSigner } from '../../../src/vlens/read/people.js';
import { readProductType } from '../../../src/vlens/read/product-types.js';
import { filledText, integer } from '../../../src/vlens/read/values.js';
import { objectAs } from '../../../src/vlens/read/wire.js';
import { aBusinessRequest, aFormField, aProductType, aUser } from '../../support/builders.js';
import { brokenText, jsonText, MARK, objectText } from '../../support/json-texts.js';
import * as shapes from './declared-shapes.js';

const RUNS = { numRuns: 3000 };

/** Of the statuses that do not settle the matter alone (`status-faults.ts`): no redirect, none below 200. */
const status = fc.oneof(
  fc.constantFrom(200, 200, 200, 201, 204, 400, 404, 422, 500, 502, 504),
  fc.integer({ min: 200, max: 299 }),
  fc.integer({ min: 400, max: 599 }),
);
const ENVELOPE_KEYS = [
  ...['error_code', 'error_message', 'error_descriptions', 'data', 'totalCount', 'error', 'title', 'errors'],
  ...['code', 'message', 'validationErrors', 'members', 'field', 'key'],
];
const nearEnvelope = fc
  .tuple(objectText(['error_code', 'data', ...ENVELOPE_KEYS]), fc.option(jsonText()), fc.boolean())
  .map(([text, code, first]) => {
    if (code === null) return text;
    const inner = text.slice(1, -1);
    const entries = [`"error_code":${code}`, ...(inner === '' ? [] : [inner])];
    return `{${(first ? entries : entries.reverse()).join(',')}}`;
  });
const body = fc.oneof(
  { arbitrary: nearEnvelope, weight: 8 },
  { arbitrary: jsonText(ENVELOPE_KEYS), weight: 2 },
  { arbitrary: brokenText, weight: 1 },
);

function thrownOrRead(httpStatus: number, text: string): Envelope | VlensFault {
  try {
    return readEnvelope(httpStatus, text);
  } catch (error) {
    expect(error).toBeInstanceOf(VlensFault);
    return error as VlensFault;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Every key that the reader of form fields looks at. */
const FULL_FIELD = {
  ...aFormField(),
  ...{ groupTitle: 'G', multiValues: ['a'], tabularData: [['a', null]], firstRowHeader: true },
  ...{
    availableValues: ['a', 'b'],
    availableValuesItems: [{ id: 1, name: 'a', relatedQuestions: [aFormField()] }],
  },
  ...{ parentQuestionKey: 'k', parentQuestionValue: 'v', relatedQuestions: [aFormField()], name: 'a', id: 1 },
};

/** A code that is what the HTTP status of its number is. */
const isStatus = (code: unknown) => {
  const number = integer(code) ?? 0;
  return [401, 403, 429].includes(number) || (number >= 500 && number <= 599);
};
/** One of the framework's errors, by itself. */
const isFrameworkError = ({ error, title, errors }: Record<string, unknown>) =>
  filledText(typeof error === 'string' ? error : objectAs<{ message: unknown }>(error)?.message) !== null ||
  (filledText(title) !== null && errors !== undefined);
/** An object under a success that is neither an envelope nor one of the framework's errors. */
const tellsNothing = (httpStatus: number, sent: object) =>
  httpStatus < 300 &&
  !['error_code', 'data', 'error_message', 'error_descriptions'].some((key) => key in sent) &&
  !isFrameworkError(sent as Record<string, unknown>);
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether an envelope says yes; its HTTP status has a say besides. */
const yes = ({ error_code: code, data, error_message, ...others }: Record<string, unknown>) => {
  if (code === null || code === 0 || (typeof code === 'string' && code.trim() === '0')) return true;
  const saysNothing =
    (code === undefined && !isFrameworkError(others)) || (typeof code === 'string' && code.trim() === '');
  return saysNothing && ((data ?? null) !== null || filledText(error_message) === null);
};
/** Its data where that is an envelope of its own: the inner one says what came of it. */
const saying = (sent: Record<string, unknown>): Record<string, unknown> => {
  const inner = objectAs<{ data: unknown; error_code: unknown }>(sent.data);
  return inner && 'data' in inner && 'error_code' in inner && yes(sent) ? inner : sent;
};

describe('Whatever Vlens answers', () => {
  it('is read as an envelope of the declared shape, or is a fault of ours', () => {
    fc.assert(
      fc.property(status, body, (httpStatus, text) => {
        const read = thrownOrRead(httpStatus, text);
        const sent = parsed(text);
        expect(read instanceof VlensFault).toBe(!isObject(sent) || tellsNothing(httpStatus, Object(sent)));
        if (!(read instanceof VlensFault)) shapes.envelopeShape.parse(read);
      }),
      RUNS,
    );
  });

  it('is a success for no error_code, null, 0, "0" or an empty one under a 2xx, and for nothing else', () => {
    fc.assert(
      fc.property(status, nearEnvelope, (httpStatus, text) => {
        const whole = JSON.parse(text);
        if (tellsNothing(httpStatus, whole)) return;
        const sent = saying(whole);
        const { verdict } = readEnvelope(httpStatus, text);
        expect(verdict === 'accepted').toBe(httpStatus < 300 && yes(sent));
        const isSaid = httpStatus < 400 || sent.error_code !== undefined;
        if (isSaid && !yes(sent) && !isStatus(sent.error_code)) expect(verdict).toBe('refused');
      }),
      RUNS,
    );
  });

  it('leaves no byte of its body in a fault, which is the same for any body', () => {
    const told = (fault: VlensFault) => inspect({ ...fault, message: fault.message }, { depth: null });
    fc.assert(
      fc.property(status, body, (httpStatus, text) => {
        const read = thrownOrRead(httpStatus, text);
        const fault = read instanceof VlensFault ? read : read.verdict;
        if (!(fault instanceof VlensFault)) return;
        const sent = parsed(text);
        const code = isObject(sent) ? saying(Object(sent)).error_code : undefined;
        const status = isStatus(code) ? Number(integer(code)) : httpStatus;
        expect(inspect(fault, { depth: null })).not.toContain(MARK);
        expect(told(fault)).toBe(told(thrownOrRead(status, 'null') as VlensFault));
      }),
      RUNS,
    );
  });

  it('comes to a value, a refusal with a sentence, or a fault', () => {
    fc.assert(
      fc.property(status, nearEnvelope, (httpStatus, text) => {
        const envelope = thrownOrRead(httpStatus, text);
        if (envelope instanceof VlensFault) return;
        if (envelope.verdict instanceof VlensFault) {
          expect(() => answer(GENERAL_WORDINGS, envelope, (data) => data)).toThrow(envelope.verdict);
          return;
        }
        const outcome = answer(GENERAL_WORDINGS, envelope, (data) => data);
        if (outcome.kind === 'rejection') expect(outcome.message.trim()).not.toBe('');
      }),
      RUNS,
    );
  });
});

describe('Whatever stands where the contract promises', () => {
  const formFields = {
    parse: (read: unknown) => [read].flat().map((each) => shapes.formFieldShape.parse(each)),
  };
  it.each<[string, object, (value: unknown) => unknown, { parse(value: unknown): unknown }]>([
    ['a business request', aBusinessRequest(), readBusinessRequest, shapes.businessRequestShape.nullable()],
    ['a request of the light list', aBusinessRequest(), readSummary, shapes.summaryShape.nullable()],
    ['a form field', FULL_FIELD, (value) => readFormFields([value, value]), formFields],
    ['a form', FULL_FIELD, readFormFields, formFields],
    ['a product type', aProductType(), readProductType, shapes.productTypeShape.nullable()],
    ['a person', aUser(), readPerson, shapes.personShape.nullable()],
    ['a signer', { customerSigner: aUser(), isSigned: true }, readSigner, shapes.signerShape.nullable()],
    ['a moment', {}, utcText, shapes.momentShape],
  ])('%s is read into the declared shape, or as nothing', (_, example, read, shape) => {
    const keys = Object.keys(example);
    const any = jsonText(keys).map((text): unknown => JSON.parse(text));
    const near = objectText(keys).map((text): unknown => ({ ...example, ...JSON.parse(text) }));
    fc.assert(
      fc.property(fc.oneof(near, any), (value) => void shape.parse(read(value))),
      RUNS,
    );
  });
});
