import { describe, expect, it } from '@jest/globals';
import { VlensFault } from '../../../src/vlens/faults.js';
import { GENERAL_WORDINGS } from '../../../src/vlens/operation.js';
import { answer, readEnvelope, rejection } from '../../../src/vlens/read/envelope.js';
import { readFieldErrors } from '../../../src/vlens/read/field-errors.js';

const read = (status: number, body: unknown) =>
  readEnvelope(status, typeof body === 'string' ? body : JSON.stringify(body));

describe('An answer of Vlens', () => {
  it.each([
    [200, { data: 'x', error_code: null }],
    [200, { data: 'x' }],
    [200, { data: 'x', error_code: 0 }],
    [200, { data: 'x', error_code: '0' }],
    [200, { data: 'x', error_code: ' 0 ' }],
    [201, { data: 'x', error_code: null, error_message: 'Created' }],
    [200, { data: 'x', error_code: '' }],
    [200, { data: 'x', error_code: ' ', error_message: '' }],
  ])('is accepted under HTTP %i with %j', (status, body) => {
    const envelope = read(status, body);
    expect(envelope).toMatchObject({ verdict: 'accepted', data: 'x', errorCode: null });
    expect(answer(GENERAL_WORDINGS, envelope, (data) => data)).toEqual({ kind: 'accepted', value: 'x' });
  });

  it.each([
    [200, { error_code: 12 }, 12],
    [200, { error_code: '12' }, 12],
    [200, { error_code: -1 }, -1],
    [200, { error_code: 'E12' }, null],
    [200, { data: null, error_code: '', error_message: 'No.' }, null],
    [200, { data: null, error_message: 'No.' }, null],
    [200, { error_code: false }, null],
    [200, { error_code: [0] }, null],
    [200, { error_code: {} }, null],
    [200, { error_code: 99_999_999_999 }, null],
    [400, { error_code: 12 }, 12],
    [404, { error_code: '12' }, 12],
    [400, { error_code: 0 }, null],
    [400, { error_code: null }, null],
    [404, {}, null],
    [500, { error_code: 12 }, 12],
    [503, { error_code: 'DOWN' }, null],
    [504, { error_code: 12 }, 12],
    [422, { error_code: 422 }, 422],
  ])('is a refusal under HTTP %i with %j, of code %j', (status, body, errorCode) => {
    const envelope = read(status, { data: 'x', ...body });
    expect(envelope).toMatchObject({ verdict: 'refused', errorCode });
    expect(answer(GENERAL_WORDINGS, envelope, (data) => data)).toMatchObject({
      kind: 'rejection',
      errorCode,
    });
  });

  it.each([
    [200, ''],
    [200, '<html>'],
    [200, 'OK'],
    [200, '[]'],
    [200, '"text"'],
    [200, 'null'],
    [200, '{"data":'],
    [400, ''],
    [404, '<h1>Not Found</h1>'],
    [422, '[]'],
    [200, '{}'],
    [200, '{"message":"OK","status":"success"}'],
    [201, '{"id":1}'],
  ])('can’t be read under HTTP %i as %j', (status, body) => {
    expect(() => read(status, body)).toThrow(expect.objectContaining({ code: 'UPSTREAM_INVALID_RESPONSE' }));
  });

  it.each([
    [500, '<html>', 'UPSTREAM_UNAVAILABLE'],
    [502, '', 'UPSTREAM_UNAVAILABLE'],
    [503, '[]', 'UPSTREAM_UNAVAILABLE'],
    [504, '<html>', 'UPSTREAM_TIMEOUT'],
  ])('is a fault of the upstream under HTTP %i with %j', (status, body, code) => {
    expect(() => read(status, body)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    [500, { error_code: null }, 'UPSTREAM_UNAVAILABLE'],
    [500, { error: { code: 0, message: 'An internal error occurred' } }, 'UPSTREAM_UNAVAILABLE'],
    [504, { data: null }, 'UPSTREAM_TIMEOUT'],
    [500, { error_code: 500, error_message: 'An internal error occurred' }, 'UPSTREAM_UNAVAILABLE'],
    [502, { error_code: '502' }, 'UPSTREAM_UNAVAILABLE'],
    [504, { error_code: 504 }, 'UPSTREAM_TIMEOUT'],
    [500, { error_code: 502 }, 'UPSTREAM_UNAVAILABLE'],
    [200, { error_code: 500 }, 'UPSTREAM_UNAVAILABLE'],
    [200, { error_code: '504' }, 'UPSTREAM_TIMEOUT'],
    [400, { error_code: 503 }, 'UPSTREAM_UNAVAILABLE'],
  ])('is a fault of the upstream under HTTP %i with %j, which says no nothing', (status, body, code) => {
    const envelope = read(status, body);
    expect(() => answer(GENERAL_WORDINGS, envelope, () => 1)).toThrow(expect.objectContaining({ code }));
    expect(envelope.verdict).toBeInstanceOf(VlensFault);
  });

  it.each([
    [{ error_message: ' No. ' }, 'No.'],
    [{ error_message: null, error: { message: 'Not valid', code: 0 } }, 'Not valid'],
    [{ error: { message: 'Not valid', details: 'x' }, success: false, __abp: true }, 'Not valid'],
    [
      { type: 'about:blank', title: 'Bad Request', status: 400, errors: { amount: ['Too low'] } },
      'Bad Request',
    ],
    [{ error_descriptions: ['Too low'] }, 'Too low'],
    [{ error_message: { text: 'No' } }, 'Vlens refused this and did not say why.'],
    [{ error_message: '' }, 'Vlens refused this and did not say why.'],
    [{}, 'Vlens refused this and did not say why.'],
  ])('that refuses with %j says %j', (body, message) => {
    expect(rejection(GENERAL_WORDINGS, read(400, body)).message).toBe(message);
  });

  it('in the framework’s own wrapping is read as what it wraps', () => {
    const wrapped = (result: unknown) => ({
      result,
      targetUrl: null,
      success: true,
      error: null,
      __abp: true,
    });
    expect(read(200, wrapped({ data: 'x', error_code: null }))).toMatchObject({
      verdict: 'accepted',
      data: 'x',
    });
    expect(read(200, wrapped({ data: null, error_code: 1050 }))).toMatchObject({
      verdict: 'refused',
      errorCode: 1050,
    });
    expect(read(200, wrapped({ isEligible: true }))).toMatchObject({
      verdict: 'accepted',
      data: { isEligible: true },
    });
  });

  it('within an answer is read in its place, a refusal most of all', () => {
    const inner = { data: null, error_code: 12, error_message: 'No.' };
    expect(read(200, { data: inner, error_code: null })).toMatchObject({ verdict: 'refused', errorCode: 12 });
    expect(read(200, { data: { data: 'x', error_code: null }, error_code: 0 })).toMatchObject({
      verdict: 'accepted',
      data: 'x',
    });
    expect(read(200, { data: { data: 'x', error_code: null }, error_code: 5 })).toMatchObject({
      verdict: 'refused',
      errorCode: 5,
    });
  });

  it.each(['Access token is missing', 'The token has expired.', 'رمز الدخول غير صالح'])(
    'of 403 that says %j means the token, as the older table of codes has it',
    (error_message) => {
      const expired = new VlensFault('UNAUTHENTICATED', 'Log in again.');
      const forbidden = new VlensFault('FORBIDDEN', 'No.');
      const asked = {
        effect: 'read',
        isById: false,
        faultOf: (status: number) => (status === 401 ? expired : forbidden),
      } as const;
      const of = (message: string) =>
        readEnvelope(200, JSON.stringify({ data: null, error_code: 403, error_message: message }), asked)
          .verdict;
      expect(of(error_message)).toBe(expired);
      expect(of('You have no permission.')).toBe(forbidden);
    },
  );

  it('of the framework that says no under HTTP 200 is no success', () => {
    const no = (error: object) => ({ result: null, success: false, error, __abp: true });
    expect(read(200, no({ code: 0, message: 'This form is closed.' })).verdict).toBe('refused');
    expect(read(200, { error: { message: 'This form is closed.' } }).verdict).toBe('refused');
    expect(read(200, { title: 'Bad Request', errors: { amount: ['Too low'] } }).verdict).toBe('refused');
    const internal = read(200, no({ message: 'An internal error occurred during your request!' }));
    expect(internal.verdict).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  it.each([
    [404, {}],
    [404, { error_code: 17 }],
    [404, { error_code: 404, error_message: ' ' }],
    [200, { error_code: 404 }],
    [200, { error_code: 9, error_message: 'No business request found' }],
    [200, { error_code: 9, error_message: 'No data found.' }],
    [200, { error_code: 9, error_message: 'لا توجد طلبات' }],
  ])('under HTTP %i of %j says that there is no such thing', (status, body) => {
    expect(rejection(GENERAL_WORDINGS, read(status, body)).reason).toBe('NOT_FOUND');
  });

  it('of a framework with HTTP 500 is a refusal of a read where it is a sentence for the user', () => {
    const sentence = JSON.stringify({ error: { code: 0, message: 'This form is closed.', details: null } });
    const internal = JSON.stringify({
      error: { code: 0, message: 'An internal error occurred during your request!' },
    });
    const of = (effect: 'read' | 'step') => ({ effect, isById: false, faultOf: () => null });
    expect(readEnvelope(500, sentence, of('read')).verdict).toBe('refused');
    expect(readEnvelope(500, sentence, of('step')).verdict).toBeInstanceOf(VlensFault);
    expect(readEnvelope(500, internal, of('read')).verdict).toBeInstanceOf(VlensFault);
  });

  it('with 204 has nothing to say to a read, and leaves it open whether a step was taken', () => {
    const asked = (effect: 'read' | 'step') => ({ effect, isById: false, faultOf: () => null });
    expect(readEnvelope(204, '', asked('read'))).toMatchObject({ verdict: 'accepted', data: null });
    expect(() => readEnvelope(204, '', asked('step'))).toThrow(VlensFault);
  });

  it('with an empty 404 says that there is no such thing where one was asked for by its id', () => {
    const asked = { effect: 'read', isById: true, faultOf: () => null } as const;
    expect(readEnvelope(404, '', asked)).toMatchObject({ verdict: 'refused', isNotFound: true });
    expect(() => readEnvelope(404, '<h1>Not Found</h1>', asked)).toThrow(VlensFault);
    expect(() => readEnvelope(404, '', { ...asked, isById: false })).toThrow(VlensFault);
  });

  it('carries the framework’s code and field errors where it has none of Vlens’s', () => {
    const body = {
      error: {
        code: 17,
        message: 'Your request is not valid!',
        validationErrors: [{ message: 'The phone is required', members: ['phone', 'mobile'] }],
      },
    };
    expect(rejection(GENERAL_WORDINGS, read(400, body))).toEqual({
      kind: 'rejection',
      errorCode: 17,
      message: 'Your request is not valid!',
      reason: 'INVALID_INPUT',
      fieldErrors: [
        { field: 'phone', message: 'The phone is required' },
        { field: 'mobile', message: 'The phone is required' },
      ],
      paymentUrl: null,
    });
  });

  it.each([
    [7, 7],
    ['7', 7],
    [0, 0],
    [-1, null],
    ['many', null],
    [undefined, null],
  ])('with a totalCount of %j has %j in all', (totalCount, all) => {
    expect(read(200, { data: [], totalCount }).totalCount).toBe(all);
  });
});

describe('Field errors', () => {
  it.each([
    [null, []],
    [undefined, []],
    [7, [{ field: '', message: '7' }]],
    ['', []],
    ['Too low', [{ field: '', message: 'Too low' }]],
    [['Too low', '', null], [{ field: '', message: 'Too low' }]],
    [[{ field: 'amount', message: 'Too low' }], [{ field: 'amount', message: 'Too low' }]],
    [[{ key: 'amount', description: 'Too low' }], [{ field: 'amount', message: 'Too low' }]],
    [[{ name: 'amount', error: 'Too low' }], [{ field: 'amount', message: 'Too low' }]],
    [[{ member: 'amount', errorMessage: 'Too low' }], [{ field: 'amount', message: 'Too low' }]],
    [{ field: 'amount', message: 'Too low' }, [{ field: 'amount', message: 'Too low' }]],
    [[{ members: [], message: 'Too low' }], [{ field: '', message: 'Too low' }]],
    [{ amount: 'Too low' }, [{ field: 'amount', message: 'Too low' }]],
    [[{ amount: 'Too low' }], [{ field: 'amount', message: 'Too low' }]],
    [
      { amount: ['Too low', 'Not whole'], name: 'Missing', other: null },
      [
        { field: 'amount', message: 'Too low' },
        { field: 'amount', message: 'Not whole' },
        { field: 'name', message: 'Missing' },
      ],
    ],
    [[['nested']], []],
    [
      [
        {
          field: 'dateOfBirth',
          value: '31-02-1999',
          errors: [{ code: 1001, message: 'Bad date' }, 'Too old'],
        },
      ],
      [
        { field: 'dateOfBirth', message: 'Bad date' },
        { field: 'dateOfBirth', message: 'Too old' },
      ],
    ],
    [
      [{ field: 'amount', value: '5000' }],
      [{ field: 'amount', message: 'Vlens does not accept this value.' }],
    ],
    [
      [{ field: 'amount', value: '5000', errors: [{ message: "'5000' is too low" }] }],
      [{ field: 'amount', message: "'…' is too low" }],
    ],
    [{ amount: [{ code: 7, message: 'Too low' }] }, [{ field: 'amount', message: 'Too low' }]],
    [
      [{ message: 'Too low', members: ['amount', 'total'] }],
      [
        { field: 'amount', message: 'Too low' },
        { field: 'total', message: 'Too low' },
      ],
    ],
  ])('sent as %j are %j', (sent, expected) => {
    expect(readFieldErrors(sent)).toEqual(expected);
  });
});
