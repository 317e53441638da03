import type { RejectionReason } from '../answer.js';

/**
 * The reasons for the published error codes (the reference's older edition and the SDKs' sources). A refusal with one of them needs no
 * reading of its words. The codes from 4001 to 4007 that concern the tenant are faults, see `tenantProblem`.
 */
const REASON_BY_CODE = new Map<number, RejectionReason>([
  // The picture is not good enough to be read.
  [1050, 'DOCUMENT_UNREADABLE'],
  // The id's number, birth date, governorate, key, gender and date of issue; then dates in an unknown form.
  ...inRange(3001, 3009, 'DOCUMENT_INVALID'),
  [3010, 'DOCUMENT_EXPIRED'],
  // No card found in the picture; an unreadable machine-readable zone; no face on the card.
  [3011, 'DOCUMENT_UNREADABLE'],
  [3013, 'DOCUMENT_UNREADABLE'],
  [3014, 'DOCUMENT_UNREADABLE'],
  // Front and back, or id and licence, belong to different persons.
  [3101, 'DOCUMENT_MISMATCH'],
  [3102, 'DOCUMENT_MISMATCH'],
  [4003, 'TOO_MANY_ATTEMPTS'],
  // More than one face, no face, no face in the picture, unclear face, unclear face.
  ...inRange(4206, 4210, 'LIVENESS_FAILED'),
  // A document of another kind; too many bytes; too many pixels.
  [5001, 'DOCUMENT_INVALID'],
  [5002, 'DOCUMENT_UNREADABLE'],
  [5003, 'DOCUMENT_UNREADABLE'],
  // The transaction's id is wrong.
  [5004, 'INVALID_INPUT'],
  // Not a real document; out of focus; sent as another document; unassigned fields.
  [5005, 'DOCUMENT_INVALID'],
  [5006, 'DOCUMENT_UNREADABLE'],
  [5007, 'DOCUMENT_INVALID'],
  [5008, 'INVALID_INPUT'],
  // Processing failed: several cards, front, back, car licence, driving licence, passport; then the comparison of faces.
  ...inRange(7000, 7006, 'DOCUMENT_UNREADABLE'),
  [7008, 'FACE_MISMATCH'],
]);

/** The reason for a published code; null for any other. */
export function reasonOfCode(code: number | null): RejectionReason | null {
  return code === null ? null : (REASON_BY_CODE.get(code) ?? null);
}

/** The tenant's bundle: wrong key, used up, without this service, disabled, missing, subscription expired. */
const TENANT_CODES: ReadonlyMap<number, string> = new Map([
  [4001, 'the bundle’s key is wrong'],
  [4002, 'the bundle is used up'],
  [4004, 'the bundle is without this service'],
  [4005, 'the bundle is disabled'],
  [4006, 'there is no bundle'],
  [4007, 'the subscription has expired'],
]);

/** What Vlens refuses to the tenant rather than to the customer; null for any other code. */
export function tenantProblem(code: number | null): string | null {
  return code === null ? null : (TENANT_CODES.get(code) ?? null);
}

function inRange(first: number, last: number, reason: RejectionReason): [number, RejectionReason][] {
  return Array.from({ length: last - first + 1 }, (_, index) => [first + index, reason]);
}
