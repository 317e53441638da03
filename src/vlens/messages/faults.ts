import type { Message } from './words.js';

const NOT_IN_TIME = {
  en: 'Vlens did not answer in time, so it is not known whether it did this: {next}',
  ar: 'لم يصل الرد في الوقت المناسب، ولا نعلم هل تم تنفيذ طلبك. {next}',
} as const;

/** The reasons why a call failed. Only the hint, which is for developers and operators, names headers, settings and fields. */
export const FAULTS = {
  tokenMissing: {
    en: 'Log in first.',
    ar: 'يلزم تسجيل الدخول أولًا.',
    hint: 'This needs a Vlens token: send `Authorization: Bearer <token>`; the login mutation gives one, adminLogin to operators.',
  },
  authorizationUnreadable: {
    en: 'Your session can’t be read. Log in again.',
    ar: 'تعذّر التحقق من جلستك. سجّل الدخول مرة أخرى.',
    hint: 'The Authorization header can’t be read; send `Bearer <token>`.',
  },
  tokenNotAccepted: {
    en: 'Your session has ended. Log in again.',
    ar: 'انتهت جلستك. سجّل الدخول مرة أخرى.',
    hint: 'Vlens did not accept the token, perhaps because it has expired: refresh the session or log in, and send `Authorization: Bearer <token>` with the new one.',
  },
  linkNotAccepted: {
    en: 'The signing link was not accepted. Open it again; where that does not help, tell your provider.',
    ar: 'لم يُقبل رابط التوقيع. افتحه مرة أخرى، وإن تكرّر ذلك فتواصل مع مقدّم الخدمة.',
    hint: 'Vlens answered 401 to the link. Where it does so to each, the operator should check the gateway’s VLENS_API_KEY.',
  },
  loginNotAccepted: {
    en: 'The login was not accepted: check the phone number and the password. Where they are right, tell your provider.',
    ar: 'تعذّر تسجيل الدخول. تحقّق من بيانات الدخول وكلمة المرور، وإن كانت صحيحة فتواصل مع مقدّم الخدمة.',
    hint: 'Vlens answered 401 to the login. Where it does so to each, the operator should check the gateway’s VLENS_API_KEY.',
  },
  refreshNotAccepted: {
    en: 'Your session has ended. Log in again.',
    ar: 'انتهت جلستك. سجّل الدخول مرة أخرى.',
    hint: 'Vlens did not accept the refresh token: log in again.',
  },
  tenancyNameMissing: {
    en: 'This is not available at the moment. Tell your provider.',
    ar: 'هذه الخدمة غير متاحة حاليًا. تواصل مع مقدّم الخدمة.',
    hint: 'Vlens wants the tenant’s name for this: give tenancyName, or have the operator set VLENS_TENANCY_NAME.',
  },
  notAllowed: {
    en: 'You may not do this.',
    ar: 'ليست لديك صلاحية لهذا الإجراء.',
    hint: 'Vlens does not allow this to the caller: log in as somebody who may do it.',
  },
  operatorNeeded: {
    en: 'This is for operators: log in as one who may do it.',
    ar: 'هذا الإجراء لموظفي الجهة فقط. سجّل الدخول بحساب موظف له هذه الصلاحية.',
    hint: 'Vlens does not allow this to the caller: log in with adminLogin and send that token; where it is an operator’s already, have its role given the permission at Vlens.',
  },
  rateLimited: {
    en: 'Many are here at the moment: try again in {seconds}.',
    ar: 'الخدمة مشغولة الآن. حاول مرة أخرى بعد {seconds}.',
    hint: 'Vlens takes no more calls for the moment (429).',
  },
  quotaUsedUp: {
    en: 'Many are here at the moment: try again in {seconds}.',
    ar: 'الخدمة مشغولة الآن. حاول مرة أخرى بعد {seconds}.',
    hint: 'The tenant’s quota at Vlens is used up for the moment.',
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
    en: 'This is not available at the moment, and trying again does not help. Tell your provider.',
    ar: 'هذه الخدمة غير متاحة حاليًا، ولن تفيد إعادة المحاولة. تواصل مع مقدّم الخدمة.',
    hint: 'Vlens refuses this service to the tenant ({what}): an operator has to mend that with Vlens.',
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
    en: 'This could not be completed. Try again later.',
    ar: 'تعذّر إتمام العملية. حاول مرة أخرى لاحقًا.',
    hint: 'Vlens’s answer can’t be read. Where it stays so, the operator should check VLENS_API_URL.',
  },
  beingStopped: {
    en: 'Nothing was sent. Try again.',
    ar: 'لم يُرسل طلبك. حاول مرة أخرى.',
    hint: 'This gateway is being stopped and has sent nothing: send this again, and another will answer.',
  },
  notAContractsAddress: {
    en: 'The contract can’t be shown. Tell your provider.',
    ar: 'تعذّر عرض العقد. تواصل مع مقدّم الخدمة.',
    hint: 'Vlens named an address that no contract is fetched from; where it is right, the operator should look at CONTRACT_HOSTS.',
  },
  notRemembered: {
    en: 'Nothing was sent. Try again.',
    ar: 'لم يُرسل طلبك. حاول مرة أخرى.',
    hint: 'Nothing was sent: what is remembered of idempotency keys can’t be reached for the moment. Send the same again with the same idempotencyKey.',
  },
  unknownAfterTimeout: NOT_IN_TIME,
  answerMayComeYet: {
    ...NOT_IN_TIME,
    hint: 'Sent again with the same idempotencyKey, or a refresh with the same token, it finds an answer that comes late.',
  },
  unknownAfterLoss: {
    en: 'Vlens’s answer was lost, so it is not known whether it did this: {next}',
    ar: 'لم يصل الرد كاملًا، ولا نعلم هل تم تنفيذ طلبك. {next}',
  },
  requestNotReadable: {
    en: 'There is no such request among yours.',
    ar: 'لا يوجد طلب بهذا الرقم بين طلباتك.',
    hint: 'There is no such business request, or it is not the caller’s.',
  },
  readTooSlowly: {
    en: 'Updates have stopped. Load the page again.',
    ar: 'انقطعت متابعة طلبك. حدّث الصفحة لمتابعته.',
    hint: 'Changes were not read fast enough, and this subscription has ended: subscribe again.',
  },
  tooManySubscribers: {
    en: 'Many are here at the moment: try again later.',
    ar: 'الخدمة مشغولة الآن. حاول مرة أخرى لاحقًا.',
    hint: 'There are too many subscriptions here at the moment: try again later.',
  },
  noSubscriptions: {
    en: 'There are no live updates here. Load the page again to see where your request stands.',
    ar: 'المتابعة المباشرة غير متاحة. حدّث الصفحة لمعرفة حالة طلبك.',
    hint: 'This gateway takes no subscriptions: read the status again from time to time.',
  },
  tooManyOfCaller: {
    en: 'Too many pages are open at once. Close one, and try again.',
    ar: 'فتحت صفحات كثيرة في الوقت نفسه. أغلق إحداها ثم حاول مرة أخرى.',
    hint: 'You have {most} subscriptions here, which is the most: end one, or subscribe to all of your requests at once.',
  },
  goingAway: {
    en: 'Updates have stopped. Load the page again.',
    ar: 'انقطعت متابعة طلبك. حدّث الصفحة لمتابعته.',
    hint: 'This gateway is being stopped: subscribe again, and another will answer.',
  },
  inputRefused: {
    en: 'What was entered was not accepted. Look at it again.',
    ar: 'لم تُقبل البيانات المدخلة. راجعها ثم حاول مرة أخرى.',
    hint: 'Vlens refuses the input of this field.',
  },
  credentialsRefused: {
    en: 'Your session has ended. Log in again.',
    ar: 'انتهت جلستك. سجّل الدخول مرة أخرى.',
    hint: 'Vlens does not accept the caller’s credentials.',
  },
  readRefused: {
    en: 'This can’t be shown.',
    ar: 'تعذّر عرض هذه المعلومات.',
    hint: 'Vlens refuses to answer this field; extensions.reason tells why.',
  },
  keyReused: {
    en: 'This was sent before with other data. Begin again.',
    ar: 'سبق إرسال هذا الطلب ببيانات أخرى. ابدأ من جديد.',
    hint: 'This idempotencyKey was used with another input: take a new key for a new step, the same key only to send the same input again.',
  },
  inputInvalid: {
    en: 'Some of what was entered is not valid. Look at it again.',
    ar: 'بعض البيانات المدخلة غير صحيحة. راجعها ثم حاول مرة أخرى.',
    hint: 'Not valid: {fields}. See extensions.fieldErrors.',
  },
  unexpected: {
    en: 'Something went wrong here. Name the number of this operation when you report it.',
    ar: 'حدث خطأ غير متوقع. عند الإبلاغ عنه اذكر رقم العملية.',
    hint: 'The number is the requestId; the log has it too.',
  },
  stopping: {
    en: 'This was not done. Try again.',
    ar: 'لم يُنفّذ طلبك. حاول مرة أخرى.',
    hint: 'This gateway is being stopped: send this again, and another will answer.',
  },
  stoppedInDoubt: {
    en: 'The answer was lost, so it is not known whether this was done. Look before you try again.',
    ar: 'لم يصل الرد، ولا نعلم هل تم تنفيذ طلبك. راجع حالته قبل أن تحاول مرة أخرى.',
    hint: 'This gateway is being stopped before Vlens has answered, so it is not known whether this was done: look before you send it again; where it had an idempotencyKey, the same again with that one is safe.',
  },
  bodyTooLarge: {
    en: 'What was sent is too large. Make the pictures smaller.',
    ar: 'حجم الصور أكبر من المسموح به. أرسل صورًا أصغر.',
    hint: 'The body is larger than 4 MB, or than 8 MB with pictures of a card.',
  },
  contractAddressWrong: {
    en: 'The address of the contract is not right. Open its link again.',
    ar: 'عنوان العقد غير صحيح. افتح الرابط مرة أخرى.',
    hint: 'It is not {path} with a UUID and the link’s hash.',
  },
  contractNotFound: {
    en: 'There is no such contract, or it is not the caller’s.',
    ar: 'لا يوجد عقد بهذا الرقم بين عقودك.',
  },
  contractLinkExpired: {
    en: 'This link to the contract has expired; generate another.',
    ar: 'انتهت صلاحية رابط العقد. اطلب رابطًا آخر.',
  },
  nothingHere: { en: 'There is nothing at this address.', ar: 'لا توجد صفحة بهذا العنوان.' },
  linkNotKept: {
    en: 'The link of this contract is not known to this browser. Open it again.',
    ar: 'رابط هذا العقد غير معروف لهذا المتصفح. افتح الرابط مرة أخرى.',
  },
  contractRefused: { en: 'Vlens refuses to show this contract.', ar: 'تعذّر عرض هذا العقد.' },
  tooBusy: {
    en: 'Many are here at the moment: try again in {seconds}.',
    ar: 'الخدمة مشغولة الآن. حاول مرة أخرى بعد {seconds}.',
    hint: 'The gateway has too much to do at the moment.',
  },
} as const satisfies Record<string, Message>;
