/** The sample tenants' own words: Vlens has one name for a product, an option and a column, which is in the caller's language. */
const WORDS: Readonly<Record<string, string>> = {
  'Personal Loan': 'قرض شخصي',
  'Car Loan': 'قرض سيارة',
  'Joint Account': 'حساب مشترك',
  Employed: 'موظف',
  'Self-employed': 'صاحب عمل حر',
  Retired: 'متقاعد',
  Home: 'السكن',
  Education: 'التعليم',
  'Medical care': 'الرعاية الطبية',
  Other: 'غرض آخر',
  New: 'جديدة',
  Used: 'مستعملة',
  EGP: 'جنيه مصري',
  USD: 'دولار أمريكي',
  EUR: 'يورو',
  'Either holder': 'أي من الطرفين',
  'Both together': 'الطرفان معًا',
  Lender: 'الدائن',
  'Monthly amount (EGP)': 'القسط الشهري (جنيه)',
  Name: 'الاسم',
  'Share (%)': 'النصيب (٪)',
};

const ENGLISH = new Map(Object.entries(WORDS).map(([english, arabic]) => [arabic, english]));

/** A word of the samples in Arabic; what is not one of them stays as it is. */
export function arabicWord(text: string): string {
  return Object.hasOwn(WORDS, text) ? (WORDS[text] ?? text) : text;
}

/** The other way round: an option may be chosen by either name. */
export function englishWord(text: string): string {
  return ENGLISH.get(text) ?? text;
}
