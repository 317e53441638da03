import type { RequestStatus, RequestSummary } from '../types.js';
import { plainWords } from './plain-words.js';
import { integer, text } from './values.js';

/** The published names (vlens.yaml, RequestStatusCode), in the form of `plainName`. */
const STATUS_BY_NAME: ReadonlyMap<string, RequestStatus> = new Map([
  ['pendingapproval', 'PENDING_APPROVAL'],
  ['approved', 'APPROVED'],
  ['rejected', 'REJECTED'],
  ['customerpartiallysigned', 'CUSTOMER_PARTIALLY_SIGNED'],
  ['customersigned', 'CUSTOMER_SIGNED'],
  ['serviceproviderpartiallysigned', 'SERVICE_PROVIDER_PARTIALLY_SIGNED'],
  ['serviceprovidersigned', 'SERVICE_PROVIDER_SIGNED'],
  ['completed', 'COMPLETED'],
]);

const BY = '(?:من|من قبل|بواسطه)';
const CUSTOMER = 'العملاء|العميل';
const PROVIDER = '(?:مقدم|مزود) الخدمه';
const signed = (who: string) => new RegExp(`^(?:وقع|تم توقيع|(?:موقع|تم التوقيع) ${BY}) (?:${who})$`);
const partiallySigned = (who: string) =>
  new RegExp(
    `^(?:(?:وقع|تم توقيع|تم التوقيع ${BY}|موقع ${BY}) (?:${who}) جزئيا|(?:موقع|وقع|تم التوقيع) جزئيا ${BY} (?:${who}))$`,
  );

/**
 * Arabic names, in the form of `plainWords`. Vlens does not publish its translations. Only whole sentences match, since one word ("not",
 * "awaiting") reverses the meaning.
 */
const STATUS_BY_ARABIC: readonly (readonly [RegExp, RequestStatus])[] = [
  [/^(?:(?:في|ب)? ?انتظار|قيد) (?:ال)?(?:موافقه|اعتماد|مراجعه)$/, 'PENDING_APPROVAL'],
  [/^(?:تمت? (?:ال)?(?:موافقه|اعتماد|قبول)|موافق عليه|معتمد|مقبول)$/, 'APPROVED'],
  [/^(?:مرفوض|تم الرفض|رفض)$/, 'REJECTED'],
  [partiallySigned(CUSTOMER), 'CUSTOMER_PARTIALLY_SIGNED'],
  [signed(CUSTOMER), 'CUSTOMER_SIGNED'],
  [partiallySigned(PROVIDER), 'SERVICE_PROVIDER_PARTIALLY_SIGNED'],
  [signed(PROVIDER), 'SERVICE_PROVIDER_SIGNED'],
  [/^(?:مكتمل|اكتمل|تم الاكتمال)$/, 'COMPLETED'],
];

/** The only two published numbers. The meaning of the others is not certain. */
const STATUS_BY_NUMBER: ReadonlyMap<number, RequestStatus> = new Map([
  [2, 'APPROVED'],
  [4, 'CUSTOMER_SIGNED'],
]);

/**
 * A request's status. The name decides, and the number only if the name can't be read (vlens.yaml, RequestStatusCode). Both are also kept
 * as sent.
 */
export function readStatus(
  sentNumber: unknown,
  sentName: unknown,
): Pick<RequestSummary, 'status' | 'statusCode' | 'statusName'> {
  const statusCode = integer(sentNumber);
  const named = statusOfName(sentName);
  // .NET may write an enum value as its name.
  const byName = named === 'UNKNOWN' ? statusOfName(sentNumber) : named;
  const byNumber = statusCode === null ? undefined : STATUS_BY_NUMBER.get(statusCode);
  const status = byName === 'UNKNOWN' ? (byNumber ?? 'UNKNOWN') : byName;
  return {
    status,
    statusCode,
    statusName: text(sentName) ?? (statusCode === null ? text(sentNumber) : null),
  };
}

/** The status with this name, in any spelling ("Pending Approval", "PendingApproval"; webhooks send the latter). */
export function statusOfName(name: unknown): RequestStatus {
  const written = text(name) ?? '';
  return STATUS_BY_NAME.get(plainName(written)) ?? arabicStatus(written) ?? 'UNKNOWN';
}

function arabicStatus(name: string): RequestStatus | undefined {
  if (!/[\u0600-\u06ff]/.test(name)) return undefined;
  const words = plainWords(name);
  return STATUS_BY_ARABIC.find(([means]) => means.test(words))?.[1];
}

function plainName(name: string): string {
  if (/^[a-z]+$/i.test(name)) return name.toLowerCase();
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\p{Pd}]/gu, '');
}
