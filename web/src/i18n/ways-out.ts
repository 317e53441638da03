/** What helps where the browser gives no location or no camera, in both languages: fetched by those who need it. */
const en = {
  allow: {
    title: 'How to allow it',
    ios: {
      location: [
        'Open Settings, then Privacy & Security, then Location Services, and switch them on.',
        'In the same list choose your browser or app, and allow “While Using the App”.',
        'Come back here and try again.',
      ],
      camera: [
        'Open Settings, choose your browser or app in the list, and switch on Camera.',
        'In Safari: press the button beside the address, then Website Settings, then Camera, and choose Allow.',
        'Come back here and try again.',
      ],
    },
    android: {
      location: [
        'Pull down from the top of the screen and switch on Location.',
        'In the browser, press the sign left of the address, then Permissions, and allow Location.',
        'In an app: open the phone’s Settings, then Apps, then that app, then Permissions, and allow Location.',
        'Come back here and try again.',
      ],
      camera: [
        'In the browser, press the sign left of the address, then Permissions, and allow Camera.',
        'In an app: open the phone’s Settings, then Apps, then that app, then Permissions, and allow Camera.',
        'Come back here and try again.',
      ],
    },
    desktop: {
      location: [
        'Press the sign left of the address, and allow Location for this page.',
        'In the system’s settings, under Privacy, allow your browser to use the location.',
        'Come back here and try again.',
      ],
      camera: [
        'Press the sign left of the address, and allow Camera for this page.',
        'In the system’s settings, under Privacy, allow your browser to use the camera.',
        'Come back here and try again.',
      ],
    },
  },
  otherDevice: {
    title: 'Go on with another device',
    what: 'Point the camera of a phone at this code. It is your link: show it to nobody else.',
    code: 'A QR code with your link',
    byApp: 'It may go better on another device: log in there and open the contract again.',
  },
};

const ar: typeof en = {
  allow: {
    title: 'كيف تسمح بذلك',
    ios: {
      location: [
        'افتح الإعدادات ثم الخصوصية والأمن ثم خدمات الموقع وشغّلها.',
        'في القائمة نفسها اختر المتصفح أو التطبيق واسمح بالموقع «أثناء استخدام التطبيق».',
        'عد إلى هنا وحاول مرة أخرى.',
      ],
      camera: [
        'افتح الإعدادات واختر المتصفح أو التطبيق من القائمة وشغّل الكاميرا.',
        'في سفاري: اضغط الزر بجوار العنوان ثم إعدادات موقع الويب ثم الكاميرا واختر السماح.',
        'عد إلى هنا وحاول مرة أخرى.',
      ],
    },
    android: {
      location: [
        'اسحب من أعلى الشاشة إلى أسفل وشغّل الموقع.',
        'في المتصفح اضغط العلامة بجوار العنوان ثم الأذونات واسمح بالموقع.',
        'في تطبيق: افتح إعدادات الهاتف ثم التطبيقات ثم التطبيق نفسه ثم الأذونات واسمح بالموقع.',
        'عد إلى هنا وحاول مرة أخرى.',
      ],
      camera: [
        'في المتصفح اضغط العلامة بجوار العنوان ثم الأذونات واسمح بالكاميرا.',
        'في تطبيق: افتح إعدادات الهاتف ثم التطبيقات ثم التطبيق نفسه ثم الأذونات واسمح بالكاميرا.',
        'عد إلى هنا وحاول مرة أخرى.',
      ],
    },
    desktop: {
      location: [
        'اضغط العلامة بجوار العنوان واسمح لهذه الصفحة بالموقع.',
        'في إعدادات النظام، ضمن الخصوصية، اسمح للمتصفح باستخدام الموقع.',
        'عد إلى هنا وحاول مرة أخرى.',
      ],
      camera: [
        'اضغط العلامة بجوار العنوان واسمح لهذه الصفحة بالكاميرا.',
        'في إعدادات النظام، ضمن الخصوصية، اسمح للمتصفح باستخدام الكاميرا.',
        'عد إلى هنا وحاول مرة أخرى.',
      ],
    },
  },
  otherDevice: {
    title: 'المتابعة على جهاز آخر',
    what: 'وجّه كاميرا هاتف نحو هذا الرمز. إنه رابطك: لا تُره لأحد غيرك.',
    code: 'رمز QR يحتوي على رابطك',
    byApp: 'قد يكون الأمر أسهل على جهاز آخر: سجّل الدخول هناك وافتح العقد مرة أخرى.',
  },
};

export const WAYS_OUT = { en, ar };
