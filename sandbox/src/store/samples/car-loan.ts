import { date, dropdown, figures, form, text } from './fields.js';
import type { SampleProduct } from './sample-product.js';
import { GENERAL_TERMS, KYC_CONFIRMATION, loanTerms } from './texts.js';

/** 415: lends money; nothing is to be paid before it is signed. */
export const CAR_LOAN: SampleProduct = {
  id: 415,
  name: 'Car Loan',
  nameAr: 'قرض سيارة',
  typeCode: 2,
  typeName: 'CarLoan',
  hasPayment: false,
  fee: '0.00',
  minimumSigners: 1,
  form: form(
    {
      title: { en: 'Personal details', ar: 'البيانات الشخصية' },
      fields: [
        text({ key: 'fullName', en: 'Full name', ar: 'الاسم الكامل' }),
        figures({ key: 'nationalId', en: 'National ID', ar: 'الرقم القومي' }),
        figures({ key: 'monthlyIncome', en: 'Monthly income (EGP)', ar: 'الدخل الشهري (جنيه)' }),
      ],
    },
    {
      title: { en: 'Car', ar: 'السيارة' },
      fields: [
        dropdown(
          {
            key: 'carCondition',
            en: 'Condition',
            ar: 'الحالة',
            defaultValue: 'New',
            defaultArValue: 'جديدة',
          },
          {
            New: [],
            Used: [
              date({ key: 'firstRegistration', en: 'First registration', ar: 'تاريخ أول ترخيص' }),
              figures({ key: 'kilometres', en: 'Kilometres', ar: 'عدد الكيلومترات' }),
            ],
          },
        ),
        text({ key: 'carModel', en: 'Make and model', ar: 'الماركة والموديل', defaultValue: 'Fiat Tipo' }),
      ],
    },
    {
      title: { en: 'Loan', ar: 'القرض' },
      fields: [
        figures({ key: 'loanAmount', en: 'Amount (EGP)', ar: 'المبلغ (جنيه)', defaultValue: '400000' }),
        dropdown(
          { key: 'periodMonths', en: 'Period (months)', ar: 'المدة (شهور)', defaultValue: '60' },
          { '36': [], '60': [] },
        ),
        date({ key: 'startDate', en: 'Start', ar: 'تاريخ البدء', defaultValue: '2027-01-01' }),
      ],
    },
  ),
  texts: [
    {
      part: 'contractDocument',
      titleEn: 'Car Loan Contract',
      titleAr: 'عقد قرض سيارة',
      bodyEn:
        'The lender grants {fullName}, national ID {nationalId}, a loan of EGP {loanAmount} for the purchase of a ' +
        'car ({carModel}), to be repaid in {periodMonths} monthly instalments from {startDate} on.',
      bodyAr:
        'يمنح المقرض السيد/ة {fullName}، رقم قومي {nationalId}، قرضًا بمبلغ {loanAmount} جنيه مصري لشراء سيارة ' +
        '({carModel})، يسدد على {periodMonths} قسطًا شهريًا ابتداءً من {startDate}.',
    },
    {
      part: 'technicalTC',
      titleEn: 'The car',
      titleAr: 'السيارة',
      bodyEn: 'The car stays registered with a note of the lender’s right until the last instalment is paid.',
      bodyAr: 'تبقى السيارة مسجلة مع حفظ حق المقرض عليها حتى سداد القسط الأخير.',
    },
    loanTerms('0.00'),
    GENERAL_TERMS,
    KYC_CONFIRMATION,
  ],
};
