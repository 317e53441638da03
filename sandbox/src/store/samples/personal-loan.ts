import { date, dropdown, figures, form, onlyWhile, table, text } from './fields.js';
import type { SampleProduct } from './sample-product.js';
import { GENERAL_TERMS, KYC_CONFIRMATION, loanTerms, PROMISSORY_NOTE } from './texts.js';

/** 414: lends money, and has a fee to be paid before it is signed. */
export const PERSONAL_LOAN: SampleProduct = {
  id: 414,
  name: 'Personal Loan',
  nameAr: 'قرض شخصي',
  typeCode: 1,
  typeName: 'PersonalLoan',
  hasPayment: true,
  fee: '150.00',
  minimumSigners: 1,
  form: form(
    {
      title: { en: 'Personal details', ar: 'البيانات الشخصية' },
      fields: [
        text({ key: 'fullName', en: 'Full name', ar: 'الاسم الكامل' }),
        figures({ key: 'nationalId', en: 'National ID', ar: 'الرقم القومي' }),
      ],
    },
    {
      title: { en: 'Income', ar: 'الدخل' },
      fields: [
        figures({ key: 'monthlyIncome', en: 'Monthly income (EGP)', ar: 'الدخل الشهري (جنيه)' }),
        dropdown(
          {
            key: 'employmentStatus',
            en: 'Employment',
            ar: 'الحالة الوظيفية',
            defaultValue: 'Retired',
            defaultArValue: 'متقاعد',
          },
          {
            Employed: [
              text({ key: 'employerName', en: 'Employer', ar: 'جهة العمل' }),
              date({ key: 'employedSince', en: 'Employed since', ar: 'تاريخ التعيين' }),
            ],
            'Self-employed': [],
            Retired: [],
          },
        ),
        onlyWhile(
          'employmentStatus',
          'Self-employed',
          text({ key: 'businessName', en: 'Name of the business', ar: 'اسم النشاط التجاري' }),
        ),
        table({ key: 'obligations', en: 'Other obligations', ar: 'التزامات أخرى', defaultValue: '[]' }, [
          'Lender',
          'Monthly amount (EGP)',
        ]),
      ],
    },
    {
      title: { en: 'Loan', ar: 'القرض' },
      fields: [
        dropdown(
          { key: 'purpose', en: 'Purpose', ar: 'الغرض', defaultValue: 'Home', defaultArValue: 'السكن' },
          { Home: [], Education: [], 'Medical care': [], Other: [] },
        ),
        figures({ key: 'loanAmount', en: 'Amount (EGP)', ar: 'المبلغ (جنيه)', defaultValue: '50000' }),
        dropdown(
          { key: 'periodMonths', en: 'Period (months)', ar: 'المدة (شهور)', defaultValue: '24' },
          { '12': [], '24': [], '36': [] },
        ),
        date({ key: 'startDate', en: 'Start', ar: 'تاريخ البدء', defaultValue: '2027-01-01' }),
        text({
          key: 'branchCode',
          en: 'Branch',
          ar: 'الفرع',
          defaultValue: 'CAI-01',
          visibleToUser: false,
        }),
      ],
    },
  ),
  texts: [
    {
      part: 'contractDocument',
      titleEn: 'Personal Loan Contract',
      titleAr: 'عقد قرض شخصي',
      bodyEn:
        'The lender grants {fullName}, national ID {nationalId}, a personal loan of EGP {loanAmount}, to be repaid ' +
        'in {periodMonths} monthly instalments. The period begins on {startDate}.',
      bodyAr:
        'يمنح المقرض السيد/ة {fullName}، رقم قومي {nationalId}، قرضًا شخصيًا بمبلغ {loanAmount} جنيه مصري، ' +
        'يسدد على {periodMonths} قسطًا شهريًا. تبدأ المدة في {startDate}.',
    },
    loanTerms('150.00'),
    GENERAL_TERMS,
    PROMISSORY_NOTE,
    KYC_CONFIRMATION,
  ],
};
