import type { Status } from '../rules/statuses.js';

/** A contract's PDF is in both languages: what the sandbox itself writes into it, in Arabic. */
export const STATUSES_IN_ARABIC: Record<Status, string> = {
  PENDING_APPROVAL: 'في انتظار الموافقة',
  APPROVED: 'تمت الموافقة',
  REJECTED: 'مرفوض',
  CUSTOMER_SIGNED: 'وقّعه العميل',
  SERVICE_PROVIDER_SIGNED: 'وقّعه مقدم الخدمة',
  CUSTOMER_PARTIALLY_SIGNED: 'وقّعه بعض العملاء',
  SERVICE_PROVIDER_PARTIALLY_SIGNED: 'وقّعه بعض ممثلي مقدم الخدمة',
  COMPLETED: 'مكتمل',
};

const STEPS: Readonly<Record<string, string>> = {
  Create: 'إنشاء الطلب',
  Approve: 'الموافقة',
  Reject: 'الرفض',
  Countersign: 'توقيع الطرف الآخر',
  Complete: 'اكتمال العقد',
  StepRequestOtp: 'طلب رمز التحقق',
  StepReValidateLiveness: 'إعادة التحقق من الحيوية',
  StepValidateOtp: 'تأكيد رمز التحقق',
  StepValidatePayment: 'التوقيع',
};

/** A step of the audit trail; one that has no word of its own is a payment. */
export function stepInArabic(name: string): string {
  return STEPS[name] ?? (name.startsWith('Pay') ? 'الدفع' : name);
}
