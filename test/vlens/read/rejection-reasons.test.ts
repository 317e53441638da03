import { describe, expect, it } from '@jest/globals';
import type { RejectionReason } from '../../../src/vlens/answer.js';
import type { OperationName } from '../../../src/vlens/operation.js';
import { OPERATIONS } from '../../../src/vlens/operations.js';
import { reasonOf } from '../../../src/vlens/read/rejection-reasons.js';

const reason = (
  operation: OperationName,
  message: string | null,
  fieldErrors: { field: string; message: string }[] = [],
) => reasonOf(OPERATIONS[operation].wordings, { message, fieldErrors });

describe('The reason of a refusal', () => {
  it.each<[RejectionReason, OperationName, string]>([
    ['TOO_MANY_ATTEMPTS', 'stepValidateOtp', 'Too many attempts. The OTP has expired.'],
    ['TOO_MANY_ATTEMPTS', 'stepRequestOtp', 'You have reached the maximum number of attempts'],
    ['TOO_MANY_ATTEMPTS', 'login', 'Your account is locked'],
    ['TOO_MANY_ATTEMPTS', 'stepRequestOtp', 'Too many attempts: at most 3 OTPs are sent in 10 minutes.'],
    ['TOO_MANY_ATTEMPTS', 'stepValidateOtp', 'تم تجاوز عدد المحاولات المسموح'],
    ['OTP_EXPIRED', 'stepValidateOtp', 'The OTP has expired.'],
    ['OTP_EXPIRED', 'stepValidateOtp', 'OtpExpired'],
    ['OTP_EXPIRED', 'stepValidateOtp', 'Expired or invalid OTP'],
    ['OTP_EXPIRED', 'stepValidateOtp', 'The code has expired'],
    ['OTP_EXPIRED', 'stepValidateOtp', 'The OTP request was not found.'],
    ['OTP_EXPIRED', 'login', 'The verification code was already used'],
    ['OTP_EXPIRED', 'stepValidateOtp', 'انتهت صلاحية الرمز'],
    ['OTP_INCORRECT', 'stepValidateOtp', 'Invalid OTP'],
    ['OTP_INCORRECT', 'stepValidateOtp', 'The OTP is incorrect. 2 attempts remaining.'],
    ['OTP_INCORRECT', 'stepValidateOtp', 'Wrong code'],
    ['OTP_INCORRECT', 'stepRequestOtp', 'Invalid OTP for this location'],
    ['OTP_INCORRECT', 'stepValidateOtp', 'رمز التحقق غير صحيح'],
    ['NOT_ELIGIBLE', 'createBusinessRequest', 'The customer is not eligible to create a business request.'],
    ['NOT_ELIGIBLE', 'createBusinessRequest', 'Your digital identity is not verified'],
    ['NOT_ELIGIBLE', 'createBusinessRequest', 'You already have a pending request'],
    ['NOT_ELIGIBLE', 'createBusinessRequest', 'There is a request pending approval'],
    ['NOT_ELIGIBLE', 'createBusinessRequest', 'Email address is not confirmed'],
    ['NOT_ELIGIBLE', 'createBusinessRequest', 'The e-mail address is not confirmed'],
    ['NOT_ELIGIBLE', 'createBusinessRequest', 'Confirm your E-Mail first'],
    ['NOT_ELIGIBLE', 'register', 'أكّد بريدك الإلكتروني أولًا'],
    ['NOT_ELIGIBLE', 'createBusinessRequest', 'العميل غير مؤهل'],
    ['ALREADY_SIGNED', 'stepRequestOtp', 'The contract is already signed.'],
    ['ALREADY_SIGNED', 'stepValidatePayment', 'Contract has already been activated'],
    ['ALREADY_SIGNED', 'stepRequestOtp', 'العقد موقع بالفعل'],
    ['NOT_APPROVED', 'stepRequestOtp', 'The business request is not approved yet.'],
    ['NOT_APPROVED', 'stepRequestOtp', 'The request is pending approval'],
    ['NOT_APPROVED', 'stepRequestOtp', 'The business request is not approved: it was rejected.'],
    ['NOT_APPROVED', 'stepRequestOtp', 'لم تتم الموافقة على الطلب'],
    ['LIVENESS_FAILED', 'stepReValidateLiveness', 'Liveness check failed'],
    ['LIVENESS_FAILED', 'stepReValidateLiveness', 'The faces do not match'],
    ['LIVENESS_FAILED', 'stepReValidateLiveness', 'No face detected'],
    ['LIVENESS_FAILED', 'stepReValidateLiveness', 'Frames are identical'],
    ['LIVENESS_FAILED', 'stepReValidateLiveness', 'فشل التحقق من الوجه'],
    ['PAYMENT_INCOMPLETE', 'stepValidatePayment', 'The payment is not complete.'],
    ['PAYMENT_INCOMPLETE', 'stepValidatePayment', 'Payment pending'],
    ['PAYMENT_INCOMPLETE', 'stepValidatePayment', 'You must pay first'],
    ['PAYMENT_INCOMPLETE', 'stepValidatePayment', 'لم يتم الدفع'],
    ['LINK_EXPIRED', 'viewContractPdf', 'The link has expired.'],
    ['LINK_EXPIRED', 'viewContractPdf', 'Invalid SecurityHash'],
    ['LINK_EXPIRED', 'viewContractPdf', 'Expired'],
    ['LINK_EXPIRED', 'viewContractPdf', 'انتهت صلاحية الرابط'],
    ['INVALID_CREDENTIALS', 'login', 'Invalid user name or password'],
    ['INVALID_CREDENTIALS', 'login', 'The phone number or the password is incorrect.'],
    ['INVALID_CREDENTIALS', 'login', 'User not found'],
    ['INVALID_CREDENTIALS', 'login', 'Login failed!'],
    ['INVALID_CREDENTIALS', 'login', 'كلمة المرور غير صحيحة'],
    ['NOT_FOUND', 'getBusinessRequestById', 'The business request was not found.'],
    ['NOT_FOUND', 'stepRequestOtp', 'Request does not exist'],
    ['NOT_FOUND', 'getBusinessRequestById', 'الطلب غير موجود'],
    ['NOT_FOUND', 'sendPasswordResetCode', 'Nobody is registered with this phone number or e-mail address.'],
    ['NOT_FOUND', 'sendPasswordResetCode', 'This E-Mail is not registered'],
    ['NOT_FOUND', 'sendPasswordResetCode', 'لم يُسجَّل أحد بهذا الهاتف'],
    ['NOT_FOUND', 'sendPasswordResetCode', 'البريد الإلكتروني غير مسجل'],
    // Else a guess at the code of an account that there is not would not count.
    ['OTHER', 'validatePasswordEmailCode', 'Nobody is registered with this phone number.'],
    ['INVALID_INPUT', 'createBusinessRequest', 'Some of the values are not valid.'],
    ['INVALID_INPUT', 'stepRequestOtp', 'paymentGateway is required'],
    ['INVALID_INPUT', 'stepRequestOtp', 'location is required'],
    ['INVALID_INPUT', 'stepReValidateLiveness', 'The image exceeds the maximum size'],
    ['TOO_MANY_ATTEMPTS', 'stepRequestOtp', 'OTP limit reached'],
    ['INVALID_INPUT', 'createBusinessRequest', 'الحقل مطلوب'],
    ['OTHER', 'stepValidatePayment', 'The OTP has not been validated yet.'],
    ['OTHER', 'createBusinessRequest', 'The moon is in the wrong house'],
    ['OTHER', 'getCurrentBusinessRequest', 'System maintenance'],
  ])('is %s in %s for %j', (expected, endpoint, message) => {
    expect(reason(endpoint, message)).toBe(expected);
  });

  it('depends on the operation where the same words mean another thing', () => {
    expect(reason('stepRequestOtp', 'User not found')).toBe('NOT_FOUND');
    expect(reason('stepRequestOtp', 'You have a request pending approval')).toBe('NOT_APPROVED');
  });

  it('is INVALID_INPUT where fields are named and nothing else is known', () => {
    expect(reason('createBusinessRequest', 'Nope', [{ field: 'a', message: 'b' }])).toBe('INVALID_INPUT');
    expect(reason('createBusinessRequest', null, [{ field: 'a', message: 'b' }])).toBe('INVALID_INPUT');
  });

  it('is OTHER where Vlens says nothing', () => {
    expect(reason('createBusinessRequest', null)).toBe('OTHER');
  });
});
