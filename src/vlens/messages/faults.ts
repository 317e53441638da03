import type { Message } from './words.js';

/** Why a call came to nothing. Names of headers, settings and fields stand in the English sentence alone. */
export const FAULTS = {
  tokenMissing: {
    en: 'This needs a Vlens token: send `Authorization: Bearer <token>`; the login mutation gives one.',
    ar: 'يلزم تسجيل الدخول أولًا.',
  },
  authorizationUnreadable: {
    en: 'The Authorization header can’t be read; send `Bearer <token>`.',
    ar: 'تعذّر التحقق من جلستك. سجّل الدخول مرة أخرى.',
  },
  tokenNotAccepted: {
    en: 'Vlens did not accept the caller’s token, perhaps because it has expired: log in again, and send `Authorization: Bearer <token>` with the new one.',
    ar: 'انتهت جلستك. سجّل الدخول مرة أخرى.',
  },
  linkNotAccepted: {
    en: 'Vlens did not accept the signing link: open it again; where that does not help, the operator should check the gateway’s VLENS_API_KEY.',
    ar: 'لم يُقبل رابط التوقيع. افتحه مرة أخرى، وإن تكرّر ذلك فتواصل مع مقدّم الخدمة.',
  },
  loginNotAccepted: {
    en: 'Vlens did not accept the login: check the phone number and the password; where they are right, the operator should check the gateway’s VLENS_API_KEY.',
    ar: 'تعذّر تسجيل الدخول. تحقّق من بيانات الدخول وكلمة المرور، وإن كانت صحيحة فتواصل مع مقدّم الخدمة.',
  },
  refreshNotAccepted: {
    en: 'Vlens did not accept the refresh token: log in again.',
    ar: 'انتهت جلستك. سجّل الدخول مرة أخرى.',
  },
  tenancyNameMissing: {
    en: 'Vlens wants the tenant’s name for this: give tenancyName, or have the operator set VLENS_TENANCY_NAME.',
    ar: 'هذه الخدمة غير متاحة حاليًا. تواصل مع مقدّم الخدمة.',
  },
  notAllowed: {
    en: 'Vlens does not allow this to the caller: log in as somebody who may do it.',
    ar: 'ليست لديك صلاحية لهذا الإجراء.',
  },
  rateLimited: {
    en: 'Vlens takes no more calls for the moment: try again in {seconds}.',
    ar: 'الخدمة مشغولة الآن. حاول مرة أخرى بعد {seconds}.',
  },
  quotaUsedUp: {
    en: 'The tenant’s quota at Vlens is used up for the moment: try again in {seconds}.',
    ar: 'الخدمة مشغولة الآن. حاول مرة أخرى بعد {seconds}.',
  },
  picturesWait: {
    en: 'Too many pictures are being looked at for the moment: send yours again in {seconds}.',
    ar: 'الخدمة مشغولة الآن. أرسل الصورة مرة أخرى بعد {seconds}.',
  },
  tooManyAttempts: {
    en: 'Too many wrong codes or passwords, or too many questions, came from this address: try again in {seconds}.',
    ar: 'وردت محاولات كثيرة من شبكتك. حاول مرة أخرى بعد {seconds}.',
  },
  tenantRefused: {
    en: 'Vlens refuses this service to the tenant ({what}): trying again does not help; tell whoever runs this gateway.',
    ar: 'هذه الخدمة غير متاحة حاليًا، ولن تفيد إعادة المحاولة. تواصل مع مقدّم الخدمة.',
  },
  timedOut: {
    en: 'Vlens did not answer in time: try again.',
    ar: 'لم يصل الرد في الوقت المناسب. حاول مرة أخرى.',
  },
  unavailable: {
    en: 'Vlens can’t be reached at the moment: try again later.',
    ar: 'الخدمة غير متاحة الآن. حاول مرة أخرى لاحقًا.',
  },
  unavailableFor: {
    en: 'Vlens can’t be reached at the moment: try again in {seconds}.',
    ar: 'الخدمة غير متاحة الآن. حاول مرة أخرى بعد {seconds}.',
  },
  heldBack: {
    en: 'Vlens has not answered the last calls and is given a pause: try again in some seconds.',
    ar: 'الخدمة غير متاحة الآن. حاول مرة أخرى بعد بضع ثوانٍ.',
  },
  invalidResponse: {
    en: 'Vlens’s answer can’t be read. Try again later; where it stays so, the operator should check VLENS_API_URL.',
    ar: 'تعذّر إتمام العملية. حاول مرة أخرى لاحقًا.',
  },
  beingStopped: {
    en: 'This gateway is being stopped and has sent nothing: send this again, and another will answer.',
    ar: 'لم يُرسل طلبك. حاول مرة أخرى.',
  },
  notAContractsAddress: {
    en: 'Vlens named an address that no contract is fetched from; where it is right, the operator should look at CONTRACT_HOSTS.',
    ar: 'تعذّر عرض العقد. تواصل مع مقدّم الخدمة.',
  },
  notRemembered: {
    en: 'Nothing was sent: what is remembered of idempotency keys can’t be reached for the moment. Send the same again with the same idempotencyKey.',
    ar: 'لم يُرسل طلبك. حاول مرة أخرى.',
  },
  unknownAfterTimeout: {
    en: 'Vlens did not answer in time, so it is not known whether it did this: {next}',
    ar: 'لم يصل الرد في الوقت المناسب، ولا نعلم هل تم تنفيذ طلبك. {next}',
  },
  unknownAfterLoss: {
    en: 'Vlens’s answer was lost, so it is not known whether it did this: {next}',
    ar: 'لم يصل الرد كاملًا، ولا نعلم هل تم تنفيذ طلبك. {next}',
  },
  requestNotReadable: {
    en: 'There is no such business request, or it is not the caller’s.',
    ar: 'لا يوجد طلب بهذا الرقم بين طلباتك.',
  },
  readTooSlowly: {
    en: 'Changes were not read fast enough, and this subscription has ended: subscribe again.',
    ar: 'انقطعت متابعة طلبك. حدّث الصفحة لمتابعته.',
  },
  tooManySubscribers: {
    en: 'There are too many subscriptions here at the moment: try again later.',
    ar: 'الخدمة مشغولة الآن. حاول مرة أخرى لاحقًا.',
  },
  noSubscriptions: {
    en: 'This gateway takes no subscriptions: read the status again from time to time.',
    ar: 'المتابعة المباشرة غير متاحة. حدّث الصفحة لمعرفة حالة طلبك.',
  },
  tooManyOfCaller: {
    en: 'You have {most} subscriptions here, which is the most: end one, or subscribe to all of your requests at once.',
    ar: 'فتحت صفحات كثيرة في الوقت نفسه. أغلق إحداها ثم حاول مرة أخرى.',
  },
  goingAway: {
    en: 'This gateway is being stopped: subscribe again, and another will answer.',
    ar: 'انقطعت متابعة طلبك. حدّث الصفحة لمتابعته.',
  },
  inputRefused: {
    en: 'Vlens refuses the input of this field.',
    ar: 'لم تُقبل البيانات المدخلة. راجعها ثم حاول مرة أخرى.',
  },
  credentialsRefused: {
    en: 'Vlens does not accept the caller’s credentials; log in again.',
    ar: 'انتهت جلستك. سجّل الدخول مرة أخرى.',
  },
  readRefused: {
    en: 'Vlens refuses to answer this field; extensions.reason tells why.',
    ar: 'تعذّر عرض هذه المعلومات.',
  },
  keyReused: {
    en: 'This idempotencyKey was used with another input: take a new key for a new step, the same key only to send the same input again.',
    ar: 'سبق إرسال هذا الطلب ببيانات أخرى. ابدأ من جديد.',
  },
  inputInvalid: {
    en: 'The input is not valid: {fields}. See extensions.fieldErrors.',
    ar: 'بعض البيانات المدخلة غير صحيحة. راجعها ثم حاول مرة أخرى.',
  },
  unexpected: {
    en: 'Something went wrong here; quote the requestId when you report it.',
    ar: 'حدث خطأ غير متوقع. عند الإبلاغ عنه اذكر رقم العملية.',
  },
  stopping: {
    en: 'This gateway is being stopped: send this again, and another will answer.',
    ar: 'لم يُنفّذ طلبك. حاول مرة أخرى.',
  },
  stoppedInDoubt: {
    en: 'This gateway is being stopped before Vlens has answered, so it is not known whether this was done: look before you send it again, or send the same again with the same idempotencyKey.',
    ar: 'لم يصل الرد، ولا نعلم هل تم تنفيذ طلبك. راجع حالته قبل أن تحاول مرة أخرى.',
  },
  bodyTooLarge: {
    en: 'The body is larger than 4 MB, or than 8 MB with pictures of a card; make the pictures smaller.',
    ar: 'حجم الصور أكبر من المسموح به. أرسل صورًا أصغر.',
  },
  contractAddressWrong: {
    en: 'The address is not {path} with a UUID and the link’s hash.',
    ar: 'عنوان العقد غير صحيح. افتح الرابط مرة أخرى.',
  },
  contractNotFound: {
    en: 'There is no such contract, or it is not the caller’s.',
    ar: 'لا يوجد عقد بهذا الرقم بين عقودك.',
  },
  contractLinkExpired: {
    en: 'This link to the contract has expired; generate another.',
    ar: 'انتهت صلاحية رابط العقد. اطلب رابطًا آخر.',
  },
  contractRefused: { en: 'Vlens refuses to show this contract.', ar: 'تعذّر عرض هذا العقد.' },
  tooBusy: {
    en: 'The gateway has too much to do at the moment: try again in {seconds}.',
    ar: 'الخدمة مشغولة الآن. حاول مرة أخرى بعد {seconds}.',
  },
} as const satisfies Record<string, Message>;
