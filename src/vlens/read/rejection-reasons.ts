import type { FieldError, RejectionReason } from '../answer.js';
import type { Wordings } from '../operation.js';
import { plainWords } from './plain-words.js';

/** The sentences that mean a reason in every operation, in the form of `plainWords`. Vlens publishes codes for a few refusals only. */
interface Row {
  reason: RejectionReason;
  says: readonly RegExp[];
}

const NOT_DONE =
  '(?:not|never|incomplete|pending|unpaid|required|missing|fail\\w*|declin\\w*|unsuccessful|must|still)';
const EXPIRED = '(?:expire[ds]?|no longer valid|timed out|already used|was used|used before|replaced|newer)';
export const WRONG =
  '(?:incorrect|invalid|wrong|not (?:valid|correct)\\b|mismatch\\w*|(?:do(?:es)?n.t|not) match\\w*)';
const CODE = '(?:otp|one time (?:password|code|pin)|verification code|activation code|sms code)';

/**
 * The reasons for Vlens's wordings, the most specific first. The first matching row decides, so the order is a rule too: "the OTP has
 * expired" comes before "the OTP is not valid". A wording with a special meaning in one operation is in that operation's row of the table,
 * and is tried together with the row of its reason here. To add a sentence, add a pattern here and a line to its test.
 */
const REASONS: readonly Row[] = [
  {
    reason: 'TOO_MANY_ATTEMPTS',
    says: [
      /\btoo (?:many|often)\b|\b(?:reach|exceed|exhaust)\w*\b.*\b(?:attempts|tries|retries|otps?)\b|\botps? limit\b/,
      /\b(?:attempts?|tries|retries|trials)\b.*\b(?:exceeded|exhausted|used up|reached|limit)|no (?:more )?(?:attempts|tries)/,
      /\b(?:account|user|otp) (?:is |has been )?(?:locked|blocked)/,
      /محاولات كثيره|(?:تجاوز|استنف|الحد الاقصي|عدد كبير).*محاولات|محاولات.*(?:تجاوز|كثير|نفد)/,
    ],
  },
  {
    reason: 'OTP_EXPIRED',
    says: [
      new RegExp(`\\b${CODE}\\b.*\\b${EXPIRED}|\\b${EXPIRED}\\b.*\\b${CODE}\\b`),
      new RegExp(`\\b${CODE}\\b.*\\bnot found\\b`),
      /(?:رمز|كود|otp).*(?:منته|انته)|(?:منته|انته).*(?:رمز|كود|otp)/,
    ],
  },
  {
    reason: 'OTP_INCORRECT',
    says: [
      new RegExp(`\\b${CODE}\\b.*${WRONG}|${WRONG}.*\\b${CODE}\\b`),
      /(?:رمز|كود|otp).*(?:غير صحيح|غير صالح|خاطئ|خطا)|(?:خطا|خاطئ|غير صحيح).*(?:رمز|كود|otp)/,
    ],
  },
  {
    reason: 'NOT_ELIGIBLE',
    says: [
      /\bnot (?:currently |yet )?eligible\b|\bineligible\b|\beligibility\b.*\b(?:fail\w*|not)\b/,
      /\b(?:identity|kyc)\b.*\bnot (?:yet |been )*(?:verified|completed?|approved|done)\b|\bverify your (?:digital )?identity\b/,
      /\bemail\b.*\bnot (?:yet |been )*(?:confirmed|verified)\b|\bconfirm your email\b/,
      /غير مؤهل|الهويه.*(?:غير|لم).*(?:موثق|محقق|التحقق|توثيق)|البريد.*(?:غير مؤكد|لم يتم تاكيد)|(?:اكد|تاكيد) بريدك/,
    ],
  },
  {
    reason: 'ALREADY_SIGNED',
    says: [
      /\b(?:already|previously)\b.*\b(?:signed|activated|completed)\b|\b(?:signed|activated) (?:already|before)\b/,
      /(?:موقع|توقيع|مفعل|تفعيل).*(?:بالفعل|مسبقا|من قبل|سابقا)|(?:بالفعل|مسبقا).*(?:توقيع|موقع|تفعيل)/,
    ],
  },
  {
    reason: 'NOT_APPROVED',
    says: [
      /\bnot (?:yet |been |in )*(?:an? )?approved\b|\bunapproved\b|\b(?:pending|awaiting|waiting for|needs|requires) approval\b|\bmust be approved\b/,
      /\brequest\b.*\b(?:was|is|has been) rejected\b/,
      /(?:غير معتمد|لم (?:يتم|تتم) (?:الموافقه|اعتماد|قبول)|في انتظار الموافقه|قيد (?:الموافقه|المراجعه)|غير موافق|بانتظار الموافقه)/,
    ],
  },
  {
    reason: 'LIVENESS_FAILED',
    says: [
      /\b(?:liveness|liveliness|faces?|facial|selfie|frames?)\b.*\b(?:fail\w*|not|mismatch\w*|unsuccessful|identical|spoof\w*|rejected|unclear|invalid|different)\b/,
      /\b(?:fail\w*|invalid|identical|no)\b.*\b(?:liveness|liveliness|faces?|facial|selfie|frames?)\b/,
      /فشل.*(?:الحيوي|الوجه|وجه)|(?:الحيوي|الوجه|وجه).*(?:فشل|غير مطابق|لا يطابق|غير واضح|غير متطابق)/,
    ],
  },
  {
    reason: 'PAYMENT_INCOMPLETE',
    says: [
      new RegExp(`\\b(?:payment(?! (?:gateway|method))|paid|pay|fees?)\\b.*\\b${NOT_DONE}\\b`),
      new RegExp(
        `\\b${NOT_DONE}\\b.*\\b(?:payment(?! (?:gateway|method))|paid|pay)\\b|\\bunpaid\\b|\\bawaiting payment\\b`,
      ),
      /(?:الدفع|دفع|السداد|سداد|الرسوم).*(?:لم|غير|فشل|معلق|يجب|مطلوب)|(?:لم|يجب|يرجي|فشل|في انتظار|بانتظار).*(?:الدفع|دفع|السداد|سداد)/,
    ],
  },
  {
    reason: 'LINK_EXPIRED',
    says: [
      new RegExp(`\\b(?:link|url|security ?hash|hash)\\b.*(?:${EXPIRED}|${WRONG})`),
      new RegExp(`(?:${EXPIRED}|${WRONG}).*\\b(?:link|url|security ?hash|hash)\\b`),
      /(?:الرابط|رابط).*(?:منته|انته|غير صالح|غير صحيح)|(?:انته|منته).*(?:الرابط|رابط)/,
    ],
  },
  {
    reason: 'ALREADY_REGISTERED',
    says: [
      /\balready (?:been )?(?:registered|exists?|taken|in use|used by)\b|\b(?:is|are) (?:registered|taken|in use) already\b/,
      /(?:مسجل|مستخدم|موجود).*(?:بالفعل|مسبقا|من قبل)|(?:بالفعل|مسبقا).*(?:مسجل|مستخدم)/,
    ],
  },
  {
    reason: 'DOCUMENT_EXPIRED',
    says: [
      /\b(?:id|card|document|passport)\b.*\bexpired\b/,
      /(?:البطاقه|بطاقه|الهويه|الوثيقه).*(?:منته|انته)/,
    ],
  },
  {
    reason: 'DOCUMENT_MISMATCH',
    says: [
      /\bfront\b.*\bback\b.*(?:\bdiffer|mismatch|not match|n.t match|another|not the same)/,
      /(?:الوجه الامامي|الوجه الخلفي).*(?:لا يتطابق|غير متطابق|مختلف)/,
    ],
  },
  {
    reason: 'DOCUMENT_UNREADABLE',
    says: [
      /\b(?:out of focus|blur\w*|too dark|glare)\b|\b(?:image|picture|photo)\b.*\b(?:quality|unclear|not clear|unreadable)\b|\b(?:card|document|id)\b.*\bnot (?:be )?(?:detected|readable|read)\b/,
      /(?:الصوره|صوره|البطاقه).*(?:غير واضح|ضبابي|مظلم)/,
    ],
  },
  {
    reason: 'DOCUMENT_INVALID',
    says: [
      /\b(?:fake|spoof\w*|not (?:a )?real|unsupported|invalid|wrong)\b.*\b(?:id|document|card)\b(?! number)|\b(?:document|card)\b.*\b(?:invalid|not valid|fake|unsupported|not (?:a )?real)\b/,
      /(?:البطاقه|الوثيقه|المستند).*(?:غير صالح|مزور)/,
    ],
  },
  {
    reason: 'INVALID_CREDENTIALS',
    says: [
      /\b(?:invalid|incorrect|wrong|bad)\b.*\b(?:credentials?|passwords?)\b|\b(?:credentials?|passwords?)\b.*\b(?:invalid|incorrect|wrong|not match)/,
      /كلمه (?:المرور|السر).*(?:غير صحيح|خاطئ|خطا)|(?:غير صحيح|خاطئ|خطا).*كلمه (?:المرور|السر)|بيانات الدخول.*(?:غير صحيح|خاطئ)/,
    ],
  },
  {
    reason: 'NOT_FOUND',
    says: [
      /\bnot (?:be )?found\b|\b(?:does|do)(?: not|n't) exist\b|\bno such\b|\b(?:could|can)(?: ?not|n't) (?:be )?f(?:ind|ound)\b|\bthere is no\b/,
      /\bno (?:[a-z]+ ){1,3}(?:was |were )?found\b/,
      /غير موجود|لا (?:يوجد|توجد)|لم يتم العثور|لم يعثر/,
    ],
  },
  {
    reason: 'INVALID_INPUT',
    says: [
      /\binvalid\b|\bvalidation (?:errors?|failed)\b|\bnot valid\b|\b(?:is|are) required\b|\bmissing\b|\bmust (?:be|have|contain|not)\b|\bformat\b|\bexceeds\b|\btoo (?:large|big|long|short|small|high|low)\b/,
      /غير صالح|غير صحيح|مطلوب|حقل/,
    ],
  },
];

/** Why Vlens refused, guessed from its words; OTHER if no row matches. */
export function reasonOf(
  wordings: Wordings,
  { message, fieldErrors }: { message: string | null; fieldErrors: readonly FieldError[] },
): RejectionReason {
  const words = plainWords(message ?? '');
  const means = (pattern: RegExp) => pattern.test(words);
  const row = REASONS.find(({ reason, says }) => says.some(means) || wordings[reason]?.some(means));
  return row?.reason ?? (fieldErrors.length > 0 ? 'INVALID_INPUT' : 'OTHER');
}
