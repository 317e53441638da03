import { REFUSALS, type RefusalCode } from '../error-codes.js';
import { arabicDigits } from './digits.js';

/** Every refusal in Arabic; one without it does not compile. */
const REFUSALS_IN_ARABIC: Record<RefusalCode, string> = {
  INVALID_INPUT: 'بعض القيم غير صالحة.',
  NOT_FOUND: 'لم يتم العثور على الطلب.',
  PRODUCT_NOT_FOUND: 'لم يتم العثور على نوع المنتج.',
  NOT_ELIGIBLE: 'العميل غير مؤهل لإنشاء طلب.',
  NOT_APPROVED: 'لم تتم الموافقة على الطلب بعد.',
  REJECTED: 'لم تتم الموافقة على الطلب: تم رفضه.',
  ALREADY_SIGNED: 'تم توقيع العقد بالفعل.',
  LIVENESS_NEEDED: 'تغيّر الموقع، يلزم إعادة التحقق من الحيوية.',
  LIVENESS_FAILED: 'فشل التحقق من الحيوية.',
  OTP_NOT_FOUND: 'انتهت صلاحية رمز التحقق أو لم يُرسل من قبل؛ اطلب رمزًا جديدًا.',
  OTP_INCORRECT: 'رمز التحقق غير صحيح؛ اكتب الرمز الوارد في أحدث رسالة.',
  OTP_EXPIRED: 'انتهت صلاحية رمز التحقق؛ اطلب رمزًا جديدًا.',
  OTP_USED: 'انتهت صلاحية رمز التحقق: سبق استخدامه؛ اطلب رمزًا جديدًا.',
  OTP_REPLACED: 'انتهت صلاحية رمز التحقق: أُرسل رمز أحدث؛ اكتب الرمز الأحدث.',
  OTP_TRIES_USED_UP: 'محاولات كثيرة جدًا بهذا الرمز؛ اطلب رمزًا جديدًا.',
  OTP_SENT_TOO_OFTEN: 'محاولات كثيرة جدًا: تُرسل ٣ رموز على الأكثر خلال ١٠ دقائق.',
  OTP_NOT_VALIDATED: 'لم يتم تأكيد رمز التحقق بعد.',
  PAYMENT_INCOMPLETE: 'لم يكتمل الدفع.',
  LINK_INVALID: 'الرابط غير صالح.',
  LINK_EXPIRED: 'انتهت صلاحية الرابط.',
  INVALID_CREDENTIALS: 'رقم الهاتف أو كلمة المرور غير صحيحة.',
  ADMIN_CREDENTIALS: 'اسم الجهة أو اسم المستخدم أو كلمة المرور غير صحيحة.',
  REFRESH_TOKEN_INVALID: 'تجديد الجلسة غير صالح؛ سجّل الدخول مرة أخرى.',
  REFRESH_TOKEN_EXPIRED: 'انتهت الجلسة؛ سجّل الدخول مرة أخرى.',
  REFRESH_TOKEN_REUSED: 'جُدّدت هذه الجلسة من قبل، فانتهت؛ سجّل الدخول مرة أخرى.',
  SESSION_ENDED: 'انتهت الجلسة؛ سجّل الدخول مرة أخرى.',
  ALREADY_REGISTERED: 'رقم الهاتف أو البريد الإلكتروني مسجل بالفعل؛ سجّل الدخول.',
  NOT_REGISTERED: 'لم يُسجَّل أحد بهذا الهاتف أو البريد الإلكتروني؛ أنشئ حسابًا أولًا.',
  PHONE_NOT_CONFIRMED: 'لم يتم تأكيد رقم الهاتف؛ أكّده أولًا بالرمز الذي أُرسل إليه.',
  EMAIL_NOT_CONFIRMED: 'أكّد بريدك الإلكتروني أولًا برمز أو بحساب لدى جهة أخرى.',
  PASSWORD_TOO_WEAK: 'كلمة المرور ضعيفة؛ انظر ما ينقصها واختر غيرها.',
  OAUTH_NOT_OFFERED: 'لا تقبل هذه الجهة تسجيل الدخول لدى غيرها؛ أكّد البريد الإلكتروني برمز.',
  ID_NUMBER_DIFFERS: 'الرقم القومي ليس رقم صاحب هذا الحساب؛ راجعه وحاول مرة أخرى.',
  TRANSACTION_INCOMPLETE: 'الترتيب غير صحيح: وجها البطاقة أولًا ثم صور الوجه؛ أرسل ما ينقص.',
  NATIONAL_ID_TAKEN: 'هذه البطاقة لعميل مسجل آخر؛ سجّل الدخول إلى ذلك الحساب.',
  NATIONAL_ID_DIFFERS: 'ليست هذه البطاقة التي وُثّق بها الحساب؛ ألغِ التوثيق أولًا.',
  NOT_VERIFIED: 'لا توجد هوية موثّقة لإلغائها.',
  IMAGE_NOT_FOUND: 'لا توجد صورة كهذه.',
  USER_NOT_FOUND: 'لا يوجد مستخدم كهذا.',
  ID_NUMBER_INVALID: 'الرقم القومي على البطاقة غير صالح؛ صوّر البطاقة مرة أخرى.',
  BIRTH_DATE_INVALID: 'تاريخ الميلاد في الرقم القومي غير صالح؛ صوّر البطاقة مرة أخرى.',
  GOVERNORATE_INVALID: 'المحافظة في الرقم القومي غير صالحة؛ صوّر البطاقة مرة أخرى.',
  DOCUMENT_EXPIRED: 'انتهت صلاحية البطاقة؛ جدّدها أولًا.',
  CARD_NOT_DETECTED: 'لا تظهر بطاقة في الصورة؛ اجعل البطاقة كلها داخل الصورة.',
  SIDES_DIFFER: 'وجها البطاقة من بطاقتين مختلفتين؛ صوّر وجهي البطاقة نفسها.',
  IMAGE_FORMAT: 'لا يمكن قراءة الصورة بصيغة JPEG أو PNG؛ احفظها بإحداهما وأرسلها مرة أخرى.',
  IMAGE_QUALITY: 'الصورة مظلمة جدًا أو ساطعة جدًا؛ التقطها في إضاءة أفضل.',
  UNSUPPORTED_DOCUMENT: 'هذه الوثيقة غير مدعومة؛ صوّر بطاقة رقم قومي مصرية.',
  IMAGE_TOO_LARGE: 'الصورة أكبر من ٣ ميجابايت؛ أرسل صورة أصغر.',
  IMAGE_TOO_MANY_PIXELS: 'في الصورة أكثر من ٢٥ ميجابكسل؛ أرسل صورة أصغر.',
  TRANSACTION_INVALID: 'رقم عملية التحقق غير صالح؛ ابدأ من جديد بالوجه الأمامي للبطاقة.',
  OUT_OF_FOCUS: 'الصورة غير واضحة؛ ثبّت الكاميرا وحاول مرة أخرى.',
  WRONG_SIDE: 'هذا هو الوجه الآخر للبطاقة؛ اقلبها.',
  SEVERAL_CARDS: 'في الصورة أكثر من بطاقة؛ صوّر بطاقة واحدة.',
};

/** What the sandbox says besides its refusals, as patterns: some name a number or a field. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^This field is required\.$/, 'هذه الخانة مطلوبة.'],
  [/^It is empty; leave it out to have its default\.$/, 'هذه الخانة فارغة؛ اتركها لتأخذ قيمتها المعتادة.'],
  [/^The form has no such field\.$/, 'لا توجد خانة كهذه في النموذج.'],
  [/^This field is not shown with the other values given\.$/, 'لا تظهر هذه الخانة مع بقية إجاباتك.'],
  [/^It is longer than (\d+) characters\.$/, 'هذا أطول من $1 حرف.'],
  [/^It is none of the options\.$/, 'ليس هذا أحد الاختيارات.'],
  [/^A calendar date is expected, written as YYYY-MM-DD\.$/, 'اكتب تاريخًا: السنة ثم الشهر ثم اليوم.'],
  [/^A national id has 14 digits, .*$/, 'الرقم القومي ١٤ رقمًا أولها ٢ أو ٣.'],
  [
    /^The national id holds no date .*$/,
    'تاريخ الميلاد في الرقم القومي غير صحيح؛ راجع الأرقام من الثاني إلى السابع.',
  ],
  [
    /^The national id holds no governorate.*$/,
    'كود المحافظة في الرقم القومي غير صحيح؛ راجع الرقمين الثامن والتاسع.',
  ],
  [/^A table is expected: .*$/, 'يجب أن تكون هذه الخانة جدولًا.'],
  [/^It has more than (\d+) rows\.$/, 'عدد الصفوف أكثر من $1.'],
  [/^Each row must have (\d+) cells\.$/, 'عدد خانات كل صف هو $1.'],
  [/^It shows exactly what \w+ shows; take another\.$/, 'هذه الصورة نسخة من صورة أخرى؛ التقط غيرها.'],
  [/^A picture is required\.$/, 'يجب إرسال صورة.'],
  [/^It is not (?:base64|a readable JPEG or PNG picture)\.$/, 'لا يمكن قراءة هذه الصورة؛ التقط غيرها.'],
  [/^It is larger than 500 KB\.$/, 'الصورة أكبر من ٥٠٠ كيلوبايت.'],
  [/^It is larger than 3 MB\.$/, 'الصورة أكبر من ٣ ميجابايت.'],
  [/^The holder of the card is not 21 .*$/, 'لم يبلغ صاحب البطاقة ٢١ عامًا بعد، فلا يوقّع العقود.'],
  [
    /^The phone number is not registered to the holder .*$/,
    'رقم الهاتف ليس مسجلًا باسم صاحب البطاقة؛ استخدم رقمًا باسمك.',
  ],
  [
    /^The civil status office does not confirm .*$/,
    'لا تؤكد مصلحة الأحوال المدنية هذه البطاقة؛ اسألها عن السبب.',
  ],
  [/^This is no customer with a verified digital identity\.$/, 'ليس هذا عميلًا موثّق الهوية.'],
  [/^The applicant signs anyway; name the others\.$/, 'مقدم الطلب يوقّع على أي حال؛ اذكر الآخرين.'],
  [/^This signer was named already\.$/, 'ذُكر هذا الموقّع من قبل.'],
  [/^This product is signed by the applicant alone\.$/, 'يوقّع مقدم الطلب وحده على هذا المنتج.'],
  [/^This product needs (\d+) signers; name the others\.$/, 'عدد من يوقّعون على هذا المنتج $1؛ اذكر الآخرين.'],
  [/^A number from (\d+) to (\d+) is expected\.$/, 'اكتب عددًا من $1 إلى $2.'],
  [/^By signing you confirm .*$/, 'بتوقيعك تؤكد أنك قرأت العقد كاملًا وتوافق عليه.'],
  [/^Signed by (.+) with an OTP at (.+)$/, 'وقّعه $1 برمز لمرة واحدة في $2'],
  [/^The OTP is right; nothing is to be paid\.$/, 'الرمز صحيح، ولا يوجد ما يُدفع.'],
  [
    /^The liveness check passed; request the OTP again\.$/,
    'نجح التحقق من الحيوية؛ اطلب رمز التحقق مرة أخرى.',
  ],
  [/^The contract is signed\.$/, 'تم توقيع العقد.'],
  [/^Your signature is on the contract; others .*$/, 'تم تسجيل توقيعك على العقد؛ وعلى الآخرين توقيعه أيضًا.'],
  [/^The verified identity was cancelled; .*$/, 'أُلغي توثيق الهوية؛ وثّقها مرة أخرى لإنشاء الطلبات.'],
  [/^A phone number with its country code is expected, .*$/, 'اكتب رقم الهاتف مع كود الدولة.'],
  [/^An e-mail address is expected\.$/, 'اكتب عنوان بريد إلكتروني.'],
  [/^phoneNumber or email is expected.*$/, 'اكتب رقم هاتف أو عنوان بريد إلكتروني.'],
  [/^The provider has not verified this e-mail address\.$/, 'لم توثّق الجهة الأخرى هذا البريد الإلكتروني.'],
  [
    /^The token has expired; sign in with the provider again\.$/,
    'انتهى تسجيل الدخول لدى الجهة الأخرى؛ سجّل الدخول لديها مرة أخرى.',
  ],
  [/^This is no id token of (\w+); .*$/, 'ليس هذا تسجيل دخول لدى $1؛ سجّل الدخول لديها.'],
  [/^This session came from a signing link: .*$/, 'هذه الجلسة من رابط توقيع: تعرض طلبًا واحدًا وتوقّعه.'],
  [/^This is for customers: log in as one\.$/, 'هذا للعملاء؛ سجّل الدخول كعميل.'],
  [/^This is for operators: .*$/, 'هذا لموظفي الجهة؛ سجّل الدخول كموظف.'],
  [/^The ApiKey is missing or not valid\.$/, 'مفتاح الجهة ناقص أو غير صالح.'],
  [/^The tenant’s quota is used up; .*$/, 'استُنفدت حصة الجهة؛ حاول مرة أخرى لاحقًا.'],
  [/^The token is missing, not valid or expired\.$/, 'انتهت الجلسة أو لا توجد؛ سجّل الدخول مرة أخرى.'],
  [/^The service is temporarily unavailable\.$/, 'الخدمة غير متاحة الآن.'],
  [/^An internal error occurred .*$/, 'حدث خطأ داخلي.'],
];

const PASSWORD_NEEDS: Readonly<Record<string, string>> = {
  'a lower-case letter': 'حرف إنجليزي صغير',
  'an upper-case letter': 'حرف إنجليزي كبير',
  'a digit': 'رقم',
  'a symbol': 'رمز',
};

const BY_ENGLISH = new Map(
  Object.entries(REFUSALS).map(([code, [, english]]) => [
    english as string,
    REFUSALS_IN_ARABIC[code as RefusalCode],
  ]),
);

/** A sentence of the sandbox in Arabic. What it does not say to customers stays in English. */
export function arabicSentence(english: string): string {
  const exact = BY_ENGLISH.get(english) ?? whatPasswordNeeds(english);
  if (exact !== undefined) return exact;
  const found = OTHERS.find(([pattern]) => pattern.test(english));
  return found ? arabicDigits(english.replace(found[0], found[1])) : english;
}

function whatPasswordNeeds(english: string): string | undefined {
  const [, needs] = /^It needs (.+)\.$/.exec(english) ?? [];
  return needs && arabicDigits(`ينقصها: ${needs.split(', ').map(passwordNeed).join('، ')}.`);
}

function passwordNeed(english: string): string {
  return PASSWORD_NEEDS[english] ?? english.replace(/^at least (\d+) characters$/, '$1 أحرف على الأقل');
}
