import type { Message } from './words.js';

/** What is wrong with an input, and what to enter instead. The rule, with the field's name, is for developers. */
export const INPUTS = {
  inputOfApp: {
    en: 'What this page sent is not right. Load it again; where that does not help, tell your provider.',
    ar: 'أرسلت هذه الصفحة بيانات غير صحيحة. حدّث الصفحة، وإن تكرّر ذلك فتواصل مع مقدّم الخدمة.',
  },
  requestNotNamed: {
    en: 'It is not known which request this contract is of. Open it from your requests.',
    ar: 'الطلب الذي يتبعه هذا العقد غير معروف. افتح العقد من قائمة طلباتك.',
  },
  enterCode: {
    en: 'Enter the code that was sent to you: 4 to 8 digits.',
    ar: 'أدخل الرمز الذي أُرسل إليك، وهو من ٤ إلى ٨ أرقام.',
  },
  enterPhoneNumber: {
    en: 'Enter the phone number with its country’s code first: +, then 8 to 15 digits.',
    ar: 'أدخل رقم الهاتف بادئًا بعلامة الزائد ورمز الدولة، ثم بقية الأرقام، من ٨ إلى ١٥ رقمًا.',
  },
  enterEmail: {
    en: 'Enter a whole e-mail address.',
    ar: 'أدخل عنوان بريد إلكتروني كاملًا.',
  },
  enterEmailOfCode: {
    en: 'Enter the e-mail address that the code was sent to.',
    ar: 'أدخل عنوان البريد الإلكتروني الذي أُرسل إليه الرمز.',
  },
  enterEmailOrPhoneNumber: {
    en: 'Enter a whole e-mail address, or a phone number with its country’s code first.',
    ar: 'أدخل عنوان بريد إلكتروني كاملًا، أو رقم هاتف بادئًا بعلامة الزائد ورمز الدولة.',
  },
  enterPassword: { en: 'Enter the password.', ar: 'أدخل كلمة المرور.' },
  enterUserName: {
    en: 'Enter your user name or your e-mail address.',
    ar: 'أدخل اسم المستخدم أو عنوان بريدك الإلكتروني.',
  },
  enterTenancyName: {
    en: 'Enter the tenant’s name in Latin letters: at most 256 of them.',
    ar: 'أدخل اسم الجهة بأحرف لاتينية لا يزيد عددها على ٢٥٦.',
  },
  enterCosigner: {
    en: 'Enter a phone number or an e-mail address for each who has to sign.',
    ar: 'أدخل رقم هاتف أو عنوان بريد إلكتروني لكل من يلزم توقيعه.',
  },
  enterAtLeastOne: { en: 'Enter 1 or more.', ar: 'أدخل ١ أو أكثر.' },
  textTooLong: {
    en: 'This is too long: enter at most {characters} characters.',
    ar: 'النص أطول من المسموح به. أقصى عدد للأحرف هو {characters}.',
  },
  tooManyEntries: {
    en: 'These are too many: enter at most {entries}.',
    ar: 'العدد أكبر من المسموح به. الحد الأقصى هو {entries}.',
  },
  clockIsWrong: {
    en: 'The clock of this device is wrong: set its date and time, then try again.',
    ar: 'ساعة هذا الجهاز غير مضبوطة. اضبط التاريخ والوقت ثم حاول مرة أخرى.',
  },
  linkNotWhole: {
    en: 'The link is not whole. Open it again from where you have it.',
    ar: 'الرابط غير كامل. افتحه مرة أخرى من حيث وصلك.',
  },
  confirmFirst: {
    en: 'Confirm first that you want this.',
    ar: 'أكّد أولًا أنك تريد ذلك.',
  },
  pictureOfCardTooHeavy: {
    en: 'The picture is larger than 3 MB. Make its longer side 2,000 pixels, and send it again.',
    ar: 'حجم ملف الصورة أكبر من ٣ ميجابايت. صغّر ضلعها الأطول إلى ٢٠٠٠ بكسل ثم أرسلها مرة أخرى.',
  },
  pictureOfFaceTooHeavy: {
    en: 'The picture is larger than 500 KB. Make it smaller, and send it again.',
    ar: 'حجم ملف الصورة أكبر من ٥٠٠ كيلوبايت. صغّرها ثم أرسلها مرة أخرى.',
  },
  pictureIsHeic: {
    en: 'The picture is of a kind that can’t be read here (HEIC). Send it as JPEG: the settings of the camera have that as Most Compatible.',
    ar: 'صيغة الصورة غير مدعومة. أرسلها بصيغة أخرى، واختر «الأكثر توافقًا» في إعدادات الكاميرا.',
  },
  pictureOfOtherKind: {
    en: 'This is no picture that can be read here. Send a JPEG or a PNG, or take another picture.',
    ar: 'هذا الملف ليس صورة يمكن قراءتها. أرسل صورة بصيغة أخرى، أو التقط صورة جديدة.',
  },
  pictureCutOff: {
    en: 'The picture is cut off or damaged. Send it whole, or take another one.',
    ar: 'الصورة غير كاملة أو تالفة. أرسلها كاملة، أو التقط صورة أخرى.',
  },
  sameFrame: {
    en: 'Two of the pictures are the same. Take three new ones within half a second.',
    ar: 'صورتان من الصور متطابقتان. التقط ثلاث صور جديدة خلال نصف ثانية.',
  },
} as const satisfies Record<string, Message>;
