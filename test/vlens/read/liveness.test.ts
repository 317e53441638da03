import { describe, expect, it } from '@jest/globals';
import { readEnvelope } from '../../../src/vlens/read/envelope.js';
import { livenessNeeded } from '../../../src/vlens/read/liveness.js';
import { saysLivenessNeeded } from '../../../src/vlens/read/liveness-wording.js';

describe('A sentence that says that liveness is needed', () => {
  it.each([
    ['Location changed, liveness revalidation required.'],
    ['location changed, liveness re-validation required'],
    ['LOCATION CHANGED, LIVENESS RE VALIDATION REQUIRED'],
    ['Location changed - liveness revalidation required'],
    ['Location changed; liveness revalidation is required.'],
    ['LIVENESS_REVALIDATION_REQUIRED'],
    ['LivenessReValidationRequired'],
    ['liveness-revalidation-required'],
    ['Liveness check required'],
    ['Liveness validation needed before the OTP can be sent.'],
    ['Liveness verification is necessary'],
    ['Liveness is required.'],
    ['Your location is not the last known one, liveness re-validation required.'],
    ['Your location has changed. Please re-validate your liveness.'],
    ['Your location has changed, please perform a new liveness check'],
    ['You must re-validate liveness before requesting the OTP.'],
    ['You need to complete the liveness check first'],
    ['The user needs to redo the liveness check'],
    ['You are required to revalidate your liveness'],
    ['This location requires liveness revalidation'],
    ['Face re-validation is required because your location changed'],
    ['Please revalidate your face'],
    ['Re-validation of your face is required'],
    ['Liveness should be re-validated'],
    ['OTP not sent: location changed, liveness revalidation required.'],
    ['Liveness not validated, revalidation required'],
    ['Face verification must be repeated: you are 120.5 km away.'],
    ['Re-validate your liveness to continue.'],
    ['Revalidate liveness'],
    ['Liveness expired, please re-validate.'],
    ['Liveness: re-validation required'],
    ['OTP cannot be sent until liveness is re-validated'],
    ['Location changed: liveness re-validation'],
    ['Liveness re‑validation required'],
    ['تم تغيير الموقع، مطلوب إعادة التحقق من الحيوية'],
    ['تغيّر موقعك. يجب إعادة التحقق من حيوية الوجه.'],
    ['إعادة التحقق من الحيوية مطلوبة'],
    ['يرجى إعادة التحقق من الوجه لتغير الموقع'],
    ['يلزم التحقق من الحيويّة'],
    ['لا بد من التحقق من الوجه'],
    ['يجب إعادة التحقق Liveness'],
  ])('is %j', (sentence) => {
    expect(saysLivenessNeeded(sentence)).toBe(true);
  });

  it.each([
    [''],
    ['Liveness check passed'],
    ['Liveness check passed, OTP is required.'],
    ['Liveness check passed. You must enter the OTP.'],
    ['Liveness check passed and OTP required'],
    ['Liveness check passed - please enter the OTP'],
    ['Liveness re-validation failed'],
    ['Liveness re-validation failed, please try again.'],
    ['Location changed, liveness re-validation failed'],
    ['Location changed, liveness revalidation in progress'],
    ['Location changed, liveness revalidation completed'],
    ['Failed to re-validate liveness'],
    ['Unable to revalidate liveness.'],
    ['Too many liveness revalidation attempts'],
    ['Error during liveness revalidation'],
    ['Liveness validated successfully'],
    ['Liveness revalidated successfully, location updated.'],
    ['Liveness has been re-validated'],
    ['Liveness is not required'],
    ['Location changed, but liveness revalidation is not required.'],
    ['Liveness revalidation is no longer required'],
    ['No liveness check required'],
    ['Required liveness check passed'],
    ['Liveness required check passed'],
    ['Liveness re-validation was required and passed'],
    ['OTP required after liveness check'],
    ['Please wait, liveness check in progress'],
    ['No further liveness revalidation is needed'],
    ['You do not need a liveness check'],
    ["This product doesn't require liveness revalidation"],
    ['LivenessRequired: false'],
    ['You will be told if liveness is required'],
    ['Check whether liveness re-validation is required'],
    ['Invalid OTP for this location'],
    ['OTP is required for this location'],
    ['location is required'],
    ['Location changed'],
    ['Location changed, OTP expired, please request a new one'],
    ['OTP expired; location changed'],
    ['Please enable your location'],
    ['Email re-validation required'],
    ['Re-validation required'],
    ['Liveness image is required'],
    ['The liveness frames must be different'],
    ['Your face must be verified by an agent on location'],
    ['The request requires approval'],
    ['delivery liveliness'],
    ['تم التحقق من الحيوية بنجاح'],
    ['فشل التحقق من الحيوية، يرجى المحاولة مرة أخرى'],
    ['لا يلزم إعادة التحقق من الحيوية'],
    ['إعادة التحقق من الحيوية غير مطلوبة'],
    ['تم التحقق من الحيوية، يجب إدخال الرمز'],
    ['الموقع مطلوب'],
    ['صورة الوجه مطلوبة'],
    ['انتهت صلاحية الرمز، تم تغيير الموقع'],
  ])('is not %j', (sentence) => {
    expect(saysLivenessNeeded(sentence)).toBe(false);
  });
});

describe('An answer that says that liveness is needed', () => {
  const SENTENCE = 'Location changed, liveness revalidation required.';
  const TRANSACTION = '0b7f3a52-6c1e-4a0c-9a53-1f2f3f4f5f6f';
  const read = (status: number, body: object, otpRequestId: string | null = null, codes: number[] = []) =>
    livenessNeeded(readEnvelope(status, JSON.stringify(body)), otpRequestId, new Set(codes));

  it.each([
    [200, { data: null, error_code: 7, error_message: SENTENCE }, 7],
    [200, { data: null, error_code: '7', error_message: SENTENCE }, 7],
    [200, { data: null, error_code: 'LIVENESS', error_message: SENTENCE }, null],
    [200, { data: null, error_code: null, error_message: SENTENCE }, null],
    [200, { data: null, error_code: 0, error_message: SENTENCE }, null],
    [200, { error_message: SENTENCE }, null],
    [400, { data: null, error_code: 7, error_message: SENTENCE }, 7],
    [409, { data: null, error_code: null, error_message: SENTENCE }, null],
    [422, { error: { code: 7, message: SENTENCE } }, 7],
    [500, { data: null, error_code: 7, error_message: SENTENCE }, 7],
    [500, { error: { code: 0, message: SENTENCE } }, null],
    [200, { data: SENTENCE, error_code: 0 }, null],
    [400, { error_code: 7, error_message: 'Refused', error_descriptions: [SENTENCE] }, 7],
  ])('is the message under HTTP %i: %j', (status, body, errorCode) => {
    expect(read(status, body)).toEqual({
      kind: 'livenessNeeded',
      errorCode,
      message: SENTENCE,
      transactionId: null,
    });
  });

  it.each([
    [200, { data: { needsReValidate: true }, error_code: null }],
    [200, { data: { needsReValidate: 'true', otpRequestId: null }, error_code: 0 }],
    [200, { data: { needsReValidate: 1, otpRequestId: '' } }],
    [200, { data: { needsReValidate: true }, error_code: 12 }],
    [400, { data: { needsReValidate: true }, error_code: 12 }],
    [400, { data: { needsReValidate: true } }],
  ])('is needsReValidate under HTTP %i: %j', (status, body) => {
    expect(read(status, body)).toMatchObject({ kind: 'livenessNeeded' });
  });

  it('is a code that the tenant was told to expect, and no other', () => {
    expect(read(200, { error_code: 1301 }, null, [1300, 1301])).toMatchObject({ errorCode: 1301 });
    expect(read(400, { error_code: '1301', error_message: 'Nein' }, null, [1301])).toMatchObject({
      message: 'Nein',
    });
    expect(read(200, { error_code: 1302 }, null, [1300, 1301])).toBeNull();
    expect(read(200, { error_code: 0 }, null, [0])).toBeNull();
  });

  it('names the KYC transaction where Vlens does', () => {
    const named = { data: { needsReValidate: true, transactionId: TRANSACTION.toUpperCase() } };
    expect(read(200, named)?.transactionId).toBe(TRANSACTION);
    expect(read(200, { data: { needsReValidate: true, transactionId: 'x' } })?.transactionId).toBeNull();
  });

  it('has a sentence of ours where Vlens sent none', () => {
    expect(read(200, { data: { needsReValidate: true } })?.message).toMatch(
      /liveness re-validation is required/,
    );
  });

  it.each([
    [200, { data: { needsReValidate: false }, error_code: null }, null],
    [200, { data: { needsReValidate: true, otpRequestId: 'otp-1' } }, 'otp-1'],
    [400, { error_code: 9, error_message: 'Invalid OTP for this location' }, null],
    [200, { error_code: 9, error_message: 'Liveness check passed' }, null],
    [200, { data: 'Liveness check passed', error_code: null }, null],
    [400, { error_code: 9, error_descriptions: { location: ['is required'] } }, null],
  ])('is not HTTP %i: %j', (status, body, otpRequestId) => {
    expect(read(status, body, otpRequestId)).toBeNull();
  });
});
