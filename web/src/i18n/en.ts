import { openingEn } from './opening-en';

/** Every sentence of the page, in English. `ar.ts` has the same. Counts come formatted in the language's digits. */
export const en = {
  ...openingEn,
  waitingForApp: 'Waiting for your app …',
  place: {
    title: 'Where are you?',
    why: 'A signature needs the place where it was given. It protects you: far from where you usually are, we make sure that it is really you.',
    what: 'Your browser will ask you now. Your location is sent with your signature and used for nothing else.',
    allow: 'Share my location',
    finding: 'Finding your location …',
  },
  busy: {
    otp: 'Sending you a code …',
    liveness: 'Making sure that it is you …',
    code: 'Checking your code …',
    payment: 'Finishing your contract …',
    check: 'Checking the status of your contract …',
  },
  camera: {
    title: 'Let us see that it is you',
    why: (km: string) =>
      `You are more than ${km} km from where you last were, so a short look into the camera is needed. Three pictures are taken within half a second.`,
    privacy: 'The pictures are sent once, for this check, and are not kept on this device.',
    open: 'Open the camera',
    starting: 'Starting the camera …',
    guide: 'Hold your face inside the oval and look straight ahead.',
    take: 'I am ready',
    countdown: (seconds: string) => `${seconds} …`,
    hold: 'Hold still …',
    preview: 'What the camera sees',
    tooDark: 'It is too dark. Turn to the light and try again.',
    tooSlow: 'The camera is too slow at the moment. Close other apps and try again.',
    notMoving: 'The camera shows a still picture. Check it and try again.',
    failed: 'The picture could not be taken. Close other apps and try again.',
    again:
      'That didn’t work: the pictures did not show you clearly enough. Take off glasses or a hat, look for even light, and try again.',
  },
  code: {
    title: 'Enter your code',
    sent: 'We have sent a code to your phone by SMS. Entering it signs the contract.',
    thenDone: 'This is the last step: after it you can download the contract.',
    thenPayment: 'After it comes the payment; then you can download the contract.',
    label: 'Code from the SMS',
    sign: 'Sign the contract',
    expiresIn: (time: string) => `The code is good for ${time}.`,
    mayBeOver: 'The code may have expired by now. Ask for another.',
    resend: 'Send another code',
    resendIn: (time: string) => `Another code in ${time}`,
    tooShort: 'The code has 4 to 8 digits.',
    incorrect: 'This is not the code that we sent. Look at the newest SMS and try again.',
    expired:
      'This code is no longer good: it is too old, or a newer one was sent. Use the newest SMS, or ask for another code.',
  },
  payment: {
    title: 'One payment is left',
    what: 'The payment page opens in a new tab. Come back here when you have paid; we go on by ourselves.',
    cost: 'What it costs is shown by the payment provider, on the page that opens, before you pay. We are not told the amount; the documents of your contract may name it.',
    open: 'Go to the payment page',
    opensNewTab: '(opens in a new tab)',
    waiting: 'Waiting for your payment …',
    paid: 'I have paid',
    notSeen: 'We have not seen your payment yet. It can take a minute. Your signature is not lost.',
    noPage:
      'Your provider tells you how to pay and what it costs; we are told neither. Pay there, then go on here.',
  },
  done: {
    signedTitle: 'You have signed',
    signed: 'Thank you. Your signature is on the contract.',
    countersign: 'The other side signs next. You do not need to do anything.',
    others: 'Others have to sign too. We are waiting for them, and this page tells you when they have.',
    behind: 'The status of the contract shows here in a moment. You do not need to do anything.',
    completed: 'The contract is complete: everybody has signed.',
    download: 'Download the contract',
    preparing: 'Preparing the PDF …',
    downloadFailed: 'The PDF could not be fetched. Your signature is not lost. Try again in a minute.',
    downloadLater: 'The PDF can’t be fetched right now. Your signature is not lost.',
    linkOver:
      'Your link has expired, so you can no longer download the PDF here. Your signature is not lost: ask for a new link where this one came from, and download it there.',
    status: 'Status',
  },
  statusScreens: {
    linkMissing: {
      title: 'This page needs your link',
      todo: 'Open it from the message or the app that invited you to sign.',
    },
    linkExpired: {
      title: 'This link has expired',
      todo: 'Links are good for a short time. Ask for a new one in the app or message that brought you here.',
    },
    noAccess: {
      title: 'Your app has not signed you in',
      todo: 'Go back to the app, log in and open the contract again.',
    },
    sessionExpired: {
      title: 'Your session has ended',
      todo: 'For your safety a session is short. Open the contract again, here or in your app; nothing that you signed is lost.',
    },
    notFound: {
      title: 'There is no such contract',
      todo: 'It may belong to another customer. Check that you opened your own link.',
    },
    notApproved: {
      title: 'Not approved yet',
      todo: 'Your request is being looked at. You can leave this page open: it moves on by itself as soon as the request is approved.',
    },
    rejected: {
      title: 'The request was turned down',
      todo: 'There is nothing to sign. Your provider can tell you why.',
    },
    unknownStatus: {
      title: 'The contract can’t be signed now',
      todo: 'It is in a state that this page does not know. Your provider can tell you more.',
    },
    alreadySigned: { title: 'You have signed this already', todo: 'You do not need to do anything else.' },
    notEligible: {
      title: 'You can’t sign at the moment',
      todo: 'Your account does not meet the conditions for it. Your provider can tell you what is missing.',
    },
    invalidCredentials: { title: 'You are not signed in', todo: 'Go back to the app and log in again.' },
    invalidInput: {
      title: 'Something was not accepted',
      todo: 'Begin again. If it happens once more, tell your provider.',
    },
    otherTab: {
      title: 'You are signing in another tab',
      todo: 'Go on there, or go on here: the code that you were sent stays good.',
    },
    tooManyTries: {
      title: 'Too many tries',
      todo: 'For your safety we stopped here. Nothing is lost: you can go on after a while.',
    },
    tooManyCodes: {
      title: 'Too many codes',
      todo: 'You asked for as many codes as may be sent in a short time. Nothing is lost. If you have the newest SMS, its code may still be good.',
    },
    tooManyWrongCodes: {
      title: 'Too many wrong codes',
      todo: 'For your safety this code can’t be used any more. Another one helps at once.',
    },
    refused: {
      title: 'This did not work',
      todo: 'Try again later. If it happens once more, tell your provider.',
    },
    noLocation: {
      title: 'Your location is blocked',
      todo: 'A signature needs it. Allow the location for this page in your browser’s or phone’s settings, then try again.',
    },
    locationUnknown: {
      title: 'Your location can’t be found',
      todo: 'Switch on location services, or go to a window or outside, then try again.',
    },
    locationSilent: {
      title: 'Your browser does not say where you are',
      todo: 'It may be asking you in a window that you have not seen, or this app does not let it. If you allow it now, we go on by ourselves.',
    },
    noCamera: {
      title: 'There is no camera',
      todo: 'This device has none that we can use. Open the link on your phone.',
    },
    cameraBlocked: {
      title: 'The camera is blocked',
      todo: 'Allow the camera for this page in your browser’s or phone’s settings, then try again.',
    },
    cameraBusy: {
      title: 'The camera is in use',
      todo: 'Close other apps that use the camera, then try again.',
    },
    cameraSilent: {
      title: 'The camera does not open',
      todo: 'Your browser may be asking you in a window that you have not seen, or this app does not let it. If you allow it now, we go on by ourselves.',
    },
    offline: {
      title: 'You are offline',
      todo: 'Nothing is lost. We go on as soon as the connection is back.',
    },
    rateLimited: {
      title: 'We are busy',
      todo: 'Nothing is lost. We try again in a moment.',
    },
    unavailable: { title: 'Signing is down at the moment', todo: 'Nothing is lost. Try again in a minute.' },
    outcomeUnknown: {
      title: 'We don’t know whether that went through',
      todo: 'The answer got lost on the way. First we check the status of your contract; if nothing has happened, you can begin again.',
    },
    unexpected: {
      title: 'Something went wrong',
      todo: 'This is our fault. Try again; if it happens once more, tell your provider.',
    },
  },
  long: 'This is taking longer than usual. Nothing is lost if you load the page again.',
  loadAgain: 'Load the page again',
  goOnHere: 'Go on here',
  againAt: (clock: string, minutes: string) => `You can go on at ${clock}, in ${minutes}.`,
  retryIn: (time: string) => `We try again in ${time}.`,
  tryAgain: 'Try again',
  openAgain: 'Open it again',
  check: 'Check the status',
  beginAgain: 'Begin again',
  theySaid: 'The answer was:',
  number: 'Number to tell them',
  statuses: {
    PENDING_APPROVAL: 'Waiting for approval',
    APPROVED: 'Approved',
    REJECTED: 'Turned down',
    CUSTOMER_PARTIALLY_SIGNED: 'Partly signed',
    CUSTOMER_SIGNED: 'Signed by you',
    SERVICE_PROVIDER_PARTIALLY_SIGNED: 'Partly countersigned',
    SERVICE_PROVIDER_SIGNED: 'Countersigned',
    COMPLETED: 'Complete',
    UNKNOWN: 'Unknown',
  },
};

export type Messages = typeof en;
