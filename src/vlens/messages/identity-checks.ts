import type { Message } from './words.js';

/** Advice for a customer with a card and a phone in hand. The number in `check…` is a code that Vlens publishes. */
export const CHECKS = {
  check1001: {
    en: 'The date of birth can’t be read or is not a valid one: photograph the card again, without glare.',
    ar: 'تاريخ الميلاد غير مقروء أو غير صحيح. صوّر البطاقة مرة أخرى دون انعكاس للضوء.',
  },
  check1050: {
    en: 'The picture is not good enough to be read: more light, no flash, and hold still.',
    ar: 'الصورة غير واضحة بما يكفي للقراءة. استخدم إضاءة أقوى دون فلاش، وثبّت يدك.',
  },
  check3001: {
    en: 'The number of the card can’t be right: photograph the card again so that every digit is sharp.',
    ar: 'رقم البطاقة غير صحيح. صوّر البطاقة مرة أخرى بحيث تكون جميع الأرقام واضحة.',
  },
  check3002: {
    en: 'The date of birth on the card can’t be right: photograph the card again, without glare.',
    ar: 'تاريخ الميلاد المدوّن في البطاقة غير صحيح. صوّر البطاقة مرة أخرى دون انعكاس للضوء.',
  },
  check3003: {
    en: 'The governorate on the card can’t be right: photograph the card again, without glare.',
    ar: 'المحافظة المدوّنة في البطاقة غير صحيحة. صوّر البطاقة مرة أخرى دون انعكاس للضوء.',
  },
  check3004: {
    en: 'The card’s factory number can’t be read: photograph the front again with its lower edge in the picture.',
    ar: 'رقم مصنع البطاقة غير مقروء. صوّر وجه البطاقة مرة أخرى مع ظهور حافتها السفلية.',
  },
  check3005: {
    en: 'The gender on the card does not fit its number: photograph the card again, without glare.',
    ar: 'النوع المدوّن في البطاقة لا يطابق رقمها. صوّر البطاقة مرة أخرى دون انعكاس للضوء.',
  },
  check3006: {
    en: 'The date of issue on the card can’t be right: photograph the back again, without glare.',
    ar: 'تاريخ الإصدار المدوّن في البطاقة غير صحيح. صوّر ظهر البطاقة مرة أخرى دون انعكاس للضوء.',
  },
  check3007: {
    en: 'The date of birth can’t be read: photograph the card again, without glare.',
    ar: 'تاريخ الميلاد غير مقروء. صوّر البطاقة مرة أخرى دون انعكاس للضوء.',
  },
  check3008: {
    en: 'The date of issue can’t be read: photograph the back again, without glare.',
    ar: 'تاريخ الإصدار غير مقروء. صوّر ظهر البطاقة مرة أخرى دون انعكاس للضوء.',
  },
  check3009: {
    en: 'The date of expiry can’t be read: photograph the back again, without glare.',
    ar: 'تاريخ الانتهاء غير مقروء. صوّر ظهر البطاقة مرة أخرى دون انعكاس للضوء.',
  },
  check3010: {
    en: 'The card has expired: a valid one is needed.',
    ar: 'انتهت صلاحية البطاقة. يلزم تقديم بطاقة سارية.',
  },
  check3011: {
    en: 'There is no card to be seen: put it on a dark, plain surface with all four corners in the picture.',
    ar: 'لا تظهر بطاقة في الصورة. ضع البطاقة على سطح داكن سادة بحيث تظهر زواياها الأربع.',
  },
  check3013: {
    en: 'The lines at the foot of the document can’t be read: photograph it again, flat and sharp.',
    ar: 'السطور أسفل المستند غير مقروءة. صوّره مرة أخرى وهو مستوٍ وبوضوح.',
  },
  check3014: {
    en: 'The face on the card can’t be seen: photograph the front again, without glare on the portrait.',
    ar: 'الصورة الشخصية في البطاقة غير ظاهرة. صوّر وجه البطاقة مرة أخرى دون انعكاس للضوء على الصورة الشخصية.',
  },
  check3101: {
    en: 'Front and back are of two cards: photograph both sides of the same one.',
    ar: 'وجه البطاقة وظهرها من بطاقتين مختلفتين. صوّر وجهي البطاقة نفسها.',
  },
  check3102: {
    en: 'The names on the two documents differ: both must be yours.',
    ar: 'الاسمان في المستندين مختلفان. يجب أن يكون المستندان باسمك.',
  },
  check4003: {
    en: 'There were too many tries: wait some minutes.',
    ar: 'تجاوزت عدد المحاولات المسموح بها. انتظر بضع دقائق.',
  },
  check4206: {
    en: 'There is more than one face: be alone in the picture.',
    ar: 'يظهر أكثر من وجه. يجب أن تكون وحدك في الصورة.',
  },
  check4207: {
    en: 'There is no face to be seen: look into the camera, in good light.',
    ar: 'لا يظهر وجه. انظر إلى الكاميرا في إضاءة جيدة.',
  },
  check4208: {
    en: 'There is no face in the picture: look into the camera, in good light.',
    ar: 'لا يوجد وجه في الصورة. انظر إلى الكاميرا في إضاءة جيدة.',
  },
  check4209: {
    en: 'The face is not clear: take off cap and sunglasses, and turn towards the light.',
    ar: 'الوجه غير واضح. اخلع القبعة والنظارة الشمسية، واتجه نحو الضوء.',
  },
  check4210: {
    en: 'The face is not clear: hold still, and turn towards the light.',
    ar: 'الوجه غير واضح. لا تتحرك، واتجه نحو الضوء.',
  },
  check5001: {
    en: 'This is another document: an identity card is needed.',
    ar: 'هذا مستند آخر. المطلوب بطاقة الهوية.',
  },
  check5002: {
    en: 'The picture has too many bytes: send one of at most 3 MB.',
    ar: 'حجم ملف الصورة كبير. أرسل صورة لا يزيد حجمها على ٣ ميجابايت.',
  },
  check5003: {
    en: 'The picture has too many pixels: send one of at most 25 megapixels.',
    ar: 'أبعاد الصورة كبيرة. أرسل صورة لا تزيد دقتها على ٢٥ ميجابكسل.',
  },
  check5004: {
    en: 'This verification is not known: begin again.',
    ar: 'لم نعثر على عملية التحقق هذه. ابدأ التحقق من جديد.',
  },
  check5005: {
    en: 'This does not look like a real card: photograph the card itself, neither a copy nor a screen.',
    ar: 'لا تبدو هذه بطاقة أصلية. صوّر البطاقة نفسها، لا نسخة منها ولا شاشة تعرضها.',
  },
  check5006: {
    en: 'The picture is out of focus: tap on the card before you photograph it, and hold still.',
    ar: 'الصورة غير واضحة المعالم. المس البطاقة على الشاشة قبل التصوير، وثبّت يدك.',
  },
  check5007: {
    en: 'This is not the side that was asked for: send the front as the front, the back as the back.',
    ar: 'هذا ليس الوجه المطلوب من البطاقة. أرسل صورة الوجه مكان الوجه وصورة الظهر مكان الظهر.',
  },
  check7000: {
    en: 'There are several cards in the picture: photograph one alone.',
    ar: 'تظهر عدة بطاقات في الصورة. صوّر بطاقة واحدة فقط.',
  },
  check7001: {
    en: 'The front can’t be read: photograph it again, flat, sharp and with all four corners.',
    ar: 'وجه البطاقة غير مقروء. صوّره مرة أخرى وهو مستوٍ وواضح وبزواياه الأربع.',
  },
  check7002: {
    en: 'The back can’t be read: photograph it again, flat, sharp and with all four corners.',
    ar: 'ظهر البطاقة غير مقروء. صوّره مرة أخرى وهو مستوٍ وواضح وبزواياه الأربع.',
  },
  check7008: {
    en: 'The face is not the one on the card: the card’s owner must be in front of the camera.',
    ar: 'الوجه لا يطابق صورة البطاقة. يجب أن يكون صاحب البطاقة أمام الكاميرا.',
  },
  notTheCardItself: {
    en: 'This looks like a picture of a screen or of a copy: photograph the card itself.',
    ar: 'تبدو هذه صورة لشاشة أو لنسخة. صوّر البطاقة نفسها.',
  },
  noLivingFace: {
    en: 'No living face was recognised: take three new frames within half a second, in good light.',
    ar: 'لم يتم التعرف على وجه حي. التقط الصور مرة أخرى في إضاءة جيدة.',
  },
  providerMustLook: {
    en: 'This can’t be completed online: the provider must look at it and will be in touch.',
    ar: 'لا يمكن إتمام هذا عبر الإنترنت. سيراجعه مقدّم الخدمة ويتواصل معك.',
  },
  registryDoesNotConfirm: {
    en: 'The civil registry does not confirm this card: check that it is the latest one that you were given.',
    ar: 'لم يؤكد السجل المدني هذه البطاقة. تأكد من أنها أحدث بطاقة صدرت لك.',
  },
  pictureRefused: {
    en: 'Vlens did not accept the picture and did not say why: photograph the card again, flat and sharp.',
    ar: 'لم تُقبل الصورة ولم يُذكر السبب. صوّر البطاقة مرة أخرى وهي مستوية وبوضوح.',
  },
  fieldRefused: {
    en: 'Vlens did not accept “{field}” and did not say why: photograph the card again, flat and sharp.',
    ar: 'لم يُقبل أحد بيانات البطاقة ولم يُذكر السبب. صوّر البطاقة مرة أخرى وهي مستوية وبوضوح.',
  },
  firstOfSeveral: {
    en: '{first} (and {more} more)',
    ar: '{first} (وملاحظات أخرى، عددها {more})',
  },
} as const satisfies Record<string, Message>;
