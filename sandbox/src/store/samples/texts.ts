import type { ContractText } from '../../rules/contract-texts.js';

export const GENERAL_TERMS: ContractText = {
  part: 'generalTC',
  titleEn: 'General terms',
  titleAr: 'الشروط العامة',
  bodyEn:
    'This contract is concluded electronically. The signature by one-time password has the force of a signature by ' +
    'hand. Egyptian law applies; the courts of Cairo have jurisdiction.',
  bodyAr:
    'أُبرم هذا العقد إلكترونيًا. وللتوقيع بكلمة المرور لمرة واحدة قوة التوقيع بخط اليد. ويسري القانون المصري، ' +
    'وتختص محاكم القاهرة بنظر أي نزاع.',
};

export const KYC_CONFIRMATION: ContractText = {
  part: 'kycConfirmation',
  titleEn: 'Confirmation of identity',
  titleAr: 'تأكيد الهوية',
  bodyEn: 'The customer confirms that the data of the digital identity are right and complete.',
  bodyAr: 'يؤكد العميل صحة واكتمال بيانات الهوية الرقمية.',
};

export const PROMISSORY_NOTE: ContractText = {
  part: 'promissoryNote',
  titleEn: 'Promissory note',
  titleAr: 'سند لأمر',
  bodyEn: '{fullName} undertakes to pay EGP {loanAmount} and the agreed interest to the lender’s order.',
  bodyAr: 'يتعهد {fullName} بأن يدفع لأمر المقرض مبلغ {loanAmount} جنيه مصري والفائدة المتفق عليها.',
};

/** @param fee in EGP, paid before the contract is signed. */
export function loanTerms(fee: string): ContractText {
  return {
    part: 'financialTC',
    titleEn: 'Interest and fees',
    titleAr: 'الفائدة والرسوم',
    bodyEn: `The interest is a flat 18 % a year. The administrative fee is EGP ${fee}. Early repayment is free of charge.`,
    bodyAr: `الفائدة ثابتة بنسبة 18 % سنويًا. الرسوم الإدارية ${fee} جنيه مصري. السداد المبكر بلا رسوم.`,
  };
}
