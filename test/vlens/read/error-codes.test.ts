import { describe, expect, it } from '@jest/globals';
import { REFUSALS } from '../../../sandbox/src/error-codes.js';
import type { RejectionReason } from '../../../src/vlens/answer.js';
import { GENERAL_WORDINGS } from '../../../src/vlens/operation.js';
import { answer, readEnvelope } from '../../../src/vlens/read/envelope.js';
import { reasonOfCode } from '../../../src/vlens/read/error-codes.js';
import { refusal } from '../../support/builders.js';

const reasonUnder = (code: number | string, words: string | null = null) => {
  const read = answer(GENERAL_WORDINGS, readEnvelope(200, JSON.stringify(refusal(code, words))), () => null);
  return read.kind === 'rejection' ? read.reason : null;
};

describe('A published number', () => {
  it.each<[number, RejectionReason]>([
    [1050, 'DOCUMENT_UNREADABLE'],
    [3001, 'DOCUMENT_INVALID'],
    [3009, 'DOCUMENT_INVALID'],
    [3010, 'DOCUMENT_EXPIRED'],
    [3011, 'DOCUMENT_UNREADABLE'],
    [3013, 'DOCUMENT_UNREADABLE'],
    [3014, 'DOCUMENT_UNREADABLE'],
    [3101, 'DOCUMENT_MISMATCH'],
    [3102, 'DOCUMENT_MISMATCH'],
    [4003, 'TOO_MANY_ATTEMPTS'],
    [4206, 'LIVENESS_FAILED'],
    [4210, 'LIVENESS_FAILED'],
    [5001, 'DOCUMENT_INVALID'],
    [5002, 'DOCUMENT_UNREADABLE'],
    [5003, 'DOCUMENT_UNREADABLE'],
    [5004, 'INVALID_INPUT'],
    [5006, 'DOCUMENT_UNREADABLE'],
    [5005, 'DOCUMENT_INVALID'],
    [5007, 'DOCUMENT_INVALID'],
    [5008, 'INVALID_INPUT'],
    [7000, 'DOCUMENT_UNREADABLE'],
    [7006, 'DOCUMENT_UNREADABLE'],
    [7008, 'FACE_MISMATCH'],
  ])('%i is %s, whatever the words say', (code, reason) => {
    expect(reasonUnder(code, 'Invalid OTP')).toBe(reason);
    expect(reasonUnder(String(code))).toBe(reason);
  });

  it.each([5000, 1000, 3012, 7007, 99_999])('%i says nothing, and the words count', (code) => {
    expect(reasonUnder(code, 'Invalid OTP')).toBe('OTP_INCORRECT');
    expect(reasonUnder(code)).toBe('OTHER');
  });
});

it('The sandbox has numbers of its own from 9000 on alone; below it are those that are published', () => {
  const below = Object.values(REFUSALS).flatMap(([code]) => (code < 9000 ? [code] : []));
  expect(below.filter((code) => ![400, 415].includes(code) && reasonOfCode(code) === null)).toEqual([]);
  expect(below).toContain(3010);
});

describe('Words about registration and documents', () => {
  it.each<[RejectionReason, string]>([
    ['ALREADY_REGISTERED', 'This phone number is already registered.'],
    ['ALREADY_REGISTERED', 'User already exists'],
    ['ALREADY_REGISTERED', 'Email is already taken'],
    ['ALREADY_REGISTERED', 'رقم الهاتف مسجل بالفعل'],
    ['DOCUMENT_EXPIRED', 'The ID card has expired'],
    ['DOCUMENT_EXPIRED', 'البطاقة منتهية الصلاحية'],
    ['DOCUMENT_MISMATCH', 'The front and the back do not match'],
    ['DOCUMENT_UNREADABLE', 'The image is out of focus'],
    ['DOCUMENT_UNREADABLE', 'Image quality is too low for OCR'],
    ['DOCUMENT_UNREADABLE', 'Card not detected'],
    ['DOCUMENT_INVALID', 'Not a real document'],
    ['DOCUMENT_INVALID', 'Unsupported document'],
  ])('mean %s: %s', (reason, words) => {
    expect(reasonUnder(99_999, words)).toBe(reason);
  });
});
