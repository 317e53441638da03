import { dropdown, figures, form, table, text } from './fields.js';
import type { SampleProduct } from './sample-product.js';
import { GENERAL_TERMS, KYC_CONFIRMATION } from './texts.js';

/** 416: two customers sign it, or more. */
export const JOINT_ACCOUNT: SampleProduct = {
  id: 416,
  name: 'Joint Account',
  nameAr: 'حساب مشترك',
  typeCode: 3,
  typeName: 'JointAccount',
  hasPayment: false,
  fee: '0.00',
  minimumSigners: 2,
  form: form(
    {
      title: { en: 'Holders', ar: 'أصحاب الحساب' },
      fields: [
        text({ key: 'fullName', en: 'Full name of the applicant', ar: 'الاسم الكامل لمقدم الطلب' }),
        figures({ key: 'nationalId', en: 'National ID', ar: 'الرقم القومي' }),
        figures({ key: 'monthlyIncome', en: 'Monthly income (EGP)', ar: 'الدخل الشهري (جنيه)' }),
      ],
    },
    {
      title: { en: 'Account', ar: 'الحساب' },
      fields: [
        dropdown(
          { key: 'currency', en: 'Currency', ar: 'العملة', defaultValue: 'EGP' },
          { EGP: [], USD: [], EUR: [] },
        ),
        dropdown(
          { key: 'mandate', en: 'Who may dispose', ar: 'حق التصرف', defaultValue: 'Either holder' },
          { 'Either holder': [], 'Both together': [] },
        ),
        table({ key: 'heirs', en: 'Beneficiaries', ar: 'المستفيدون', defaultValue: '[]' }, [
          'Name',
          'Share (%)',
        ]),
      ],
    },
  ),
  texts: [
    {
      part: 'contractDocument',
      titleEn: 'Joint Account Agreement',
      titleAr: 'اتفاقية حساب مشترك',
      bodyEn:
        'The bank opens a joint account in {currency} for {fullName}, national ID {nationalId}, and the other signers ' +
        'of this agreement. Who may dispose of it: {mandate}.',
      bodyAr:
        'يفتح البنك حسابًا مشتركًا بعملة {currency} باسم {fullName}، رقم قومي {nationalId}، وباقي الموقعين على هذه ' +
        'الاتفاقية. حق التصرف: {mandate}.',
    },
    GENERAL_TERMS,
    KYC_CONFIRMATION,
  ],
};
