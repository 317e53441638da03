import {
  afterAccountExists,
  afterEmailCodeSent,
  afterEmailConfirmed,
  afterLogIn,
  afterPhoneCodeSent,
  afterPhoneConfirmed,
  afterRegistered,
  afterResetCodeSent,
  afterResetConfirmed,
  toLogIn,
} from './after-contact.js';
import { afterFault, sentAgain } from './after-fault.js';
import { afterEligibility, afterLiveness, afterSide } from './after-identity.js';
import {
  afterCreated,
  afterCurrentRequest,
  afterForm,
  afterProducts,
  formReworded,
  standingOf,
} from './after-request.js';
import type { Event, Stamp } from './event.js';
import { homeOf, know, read, show, step } from './moves.js';
import type { Answered, Call } from './operations.js';
import { NOTHING_KNOWN, resumed, type Way } from './way.js';

/** The way from nothing to a request, one event at a time. What it wants sent stands in `call`. */
export function reduce(way: Way, event: Event, stamp: Stamp): Way {
  switch (event.type) {
    case 'answered':
      return way.call?.name === event.of.name
        ? afterAnswer(answered(way, event.of.name), way.call, event.of, stamp)
        : way;
    case 'failed':
      return way.call ? afterFault(way, event.fault) : way;
    case 'again':
      return sentAgain(way, stamp);
    case 'back':
      return show(way, homeOf(way));
    case 'startOver':
      return resumed(NOTHING_KNOWN);
    case 'phoneGiven': {
      const { phoneNumber } = event;
      const isSame = phoneNumber === way.known.phoneNumber;
      const known = isSame ? way.known : { ...NOTHING_KNOWN, phoneNumber };
      return read({ ...way, known }, 'accountExists', { phoneNumber });
    }
    case 'correct':
      return corrected(way);
    case 'sessionEnded':
      // A customer who has signed stays on that screen: no phone number is known any more to log in with.
      return way.known.phoneNumber === '' ? way : toLogIn(way, 'sessionOver');
    // Nothing is left to go on with after a reload.
    case 'signed':
      return { ...way, known: NOTHING_KNOWN };
    case 'codeGiven':
      return codeGiven(way, event.code, stamp);
    case 'codeWanted':
      return codeWanted(way, stamp);
    case 'emailGiven':
      return step(know(way, { email: event.email }), stamp, 'sendEmailCode', { email: event.email });
    case 'passwordLost':
      return step(way, stamp, 'sendPasswordResetCode', { emailOrPhoneNumber: way.known.phoneNumber });
    case 'passwordGiven':
      return withPlace(
        { ...way, secret: { ...way.secret, password: event.password, loginCode: null } },
        stamp,
      );
    case 'placeFound': {
      const placed = { ...way, secret: { ...way.secret, place: event.place } };
      // A browser may answer twice, and late: what waited for the place has gone out by then, and must not go out again.
      return way.screen.kind === 'place' ? withPlace({ ...placed, screen: homeOf(way) }, stamp) : placed;
    }
    case 'pictureTaken':
      return pictureTaken(way, event.image, stamp);
    case 'faceTaken': {
      // Of a camera that was opened twice; a call that is in flight has its pictures.
      if (way.screen.kind !== 'face' || way.call) return way;
      const { face1, face2, face3 } = event.scan;
      const { transactionId } = way.known;
      if (transactionId === null) return show(way, { kind: 'card', side: 'front', problem: null });
      return step(way, stamp, 'verifyLiveness', { face1, face2, face3, transactionId });
    }
    case 'productChosen': {
      const { productTypeId } = event;
      const isSame = productTypeId === way.known.productTypeId;
      const known = isSame ? {} : { productTypeId, values: {}, signers: [] };
      return read(know(way, known), 'productType', { id: productTypeId });
    }
    case 'productsWanted':
      return read(know(way, { productTypeId: null }), 'eligibility', {});
    case 'valuesChanged':
      return know(way, { values: event.values });
    case 'signersChanged':
      return know(way, { signers: event.signers });
    case 'formFilled':
      return submitted(way, event, stamp);
    case 'contractWanted':
      return standingOf(way, event.request);
    case 'productsReworded':
      return way.screen.kind === 'products'
        ? { ...way, screen: { ...way.screen, products: event.products } }
        : way;
    case 'formReworded':
      return formReworded(way, event.product);
    case 'statusChanged':
      return way.screen.kind === 'waiting' ? standingOf(way, event.request) : way;
  }
}

function answered(way: Way, name: string): Way {
  const isKept = way.known.unanswered?.name === name;
  return { ...(isKept ? know(way, { unanswered: null }) : way), call: null, fault: null };
}

function afterAnswer(way: Way, call: Call, of: Answered, stamp: Stamp): Way {
  const code = call.name === 'confirmPhone' || call.name === 'confirmEmail' ? call.variables.input.code : '';
  switch (of.name) {
    case 'accountExists':
      return afterAccountExists(way, of.answer, stamp);
    case 'sendPhoneCode':
      return afterPhoneCodeSent(way, of.answer, stamp);
    case 'confirmPhone':
      return afterPhoneConfirmed(way, of.answer, code);
    case 'sendEmailCode':
      return afterEmailCodeSent(way, of.answer, stamp);
    case 'confirmEmail':
      return afterEmailConfirmed(way, of.answer, code);
    case 'register':
      return afterRegistered(way, of.answer);
    case 'login':
      return afterLogIn(way, of.answer, stamp);
    case 'sendPasswordResetCode':
      return afterResetCodeSent(way, of.answer, stamp);
    case 'confirmPasswordResetCode':
      return afterResetConfirmed(way, of.answer);
    case 'verifyIdFront':
      return afterSide(way, of.answer, 'front');
    case 'verifyIdBack':
      return afterSide(way, of.answer, 'back');
    case 'verifyLiveness':
      return afterLiveness(way, of.answer);
    case 'eligibility':
      return afterEligibility(way, of.answer);
    case 'productTypes':
      return afterProducts(way, of.answer);
    case 'productType':
      return afterForm(way, of.answer);
    case 'createBusinessRequest':
      return afterCreated(way, of.answer);
    case 'currentBusinessRequest':
      return afterCurrentRequest(way, of.answer);
  }
}

/** Back to what the code was sent for. */
function corrected(way: Way): Way {
  switch (way.screen.kind) {
    case 'phoneCode':
      return show(way, { kind: 'phone', problem: null });
    case 'emailCode':
      return show(way, { kind: 'email', problem: null });
    default:
      return toLogIn(way, null);
  }
}

function codeGiven(way: Way, code: string, stamp: Stamp): Way {
  const { phoneNumber, phone, email, mail } = way.known;
  const { screen } = way;
  switch (screen.kind) {
    case 'phoneCode':
      if (!phone) return way;
      return step(way, stamp, 'confirmPhone', { phoneNumber, codeRequestId: phone.codeRequestId, code });
    case 'emailCode':
      if (!mail) return way;
      return step(way, stamp, 'confirmEmail', { email, codeRequestId: mail.codeRequestId, code });
    case 'logInCode': {
      const loginCode = { id: screen.code.codeRequestId, code };
      return withPlace({ ...way, secret: { ...way.secret, loginCode } }, stamp);
    }
    case 'resetCode': {
      const { codeRequestId } = screen.code;
      return step(way, stamp, 'confirmPasswordResetCode', {
        emailOrPhoneNumber: phoneNumber,
        codeRequestId,
        code,
      });
    }
    default:
      return way;
  }
}

function codeWanted(way: Way, stamp: Stamp): Way {
  const { phoneNumber, email } = way.known;
  switch (way.screen.kind) {
    case 'phoneCode':
      return step(way, stamp, 'sendPhoneCode', { phoneNumber });
    case 'emailCode':
      return step(way, stamp, 'sendEmailCode', { email });
    // Another login sends another code.
    case 'logInCode':
      return withPlace({ ...way, secret: { ...way.secret, loginCode: null } }, stamp);
    case 'resetCode':
      return step(way, stamp, 'sendPasswordResetCode', { emailOrPhoneNumber: phoneNumber });
    default:
      return way;
  }
}

/** Who registers or logs in says where they are: asked for once, and sent with what comes. */
function withPlace(way: Way, stamp: Stamp): Way {
  const { place: geoLocation, password, loginCode } = way.secret;
  const { phoneNumber, phone, email, mail } = way.known;
  const home = homeOf(way);
  if (!geoLocation) return show(way, { kind: 'place', from: home });
  const { deviceId } = stamp;
  switch (home.kind) {
    case 'password':
      return step(way, stamp, 'register', {
        phoneNumber,
        phoneCodeRequestId: phone?.codeRequestId ?? null,
        phoneCode: phone?.confirmed ?? null,
        ...(mail ? { email, emailCodeRequestId: mail.codeRequestId, emailCode: mail.confirmed } : {}),
        password,
        deviceId,
        geoLocation,
      });
    case 'logIn':
    case 'logInCode': {
      const code = loginCode ? { otpRequestId: loginCode.id, otpCode: loginCode.code } : {};
      return step(way, stamp, 'login', { phoneNumber, password, deviceId, geoLocation, ...code });
    }
    default:
      return show(way, home);
  }
}

function pictureTaken(way: Way, image: string, stamp: Stamp): Way {
  const { screen } = way;
  const { transactionId } = way.known;
  if (screen.kind !== 'card' || way.call) return way;
  const input = { image, transactionId };
  return screen.side === 'front'
    ? step(way, stamp, 'verifyIdFront', input)
    : step(way, stamp, 'verifyIdBack', input);
}

type Filled = Extract<Event, { type: 'formFilled' }>;

function submitted(way: Way, { fields, signers }: Filled, stamp: Stamp): Way {
  const { place: geoLocation } = way.secret;
  if (way.screen.kind !== 'form') return way;
  // There is one since the log-in; anybody who comes without it logs in again.
  if (!geoLocation) return toLogIn(way, 'sessionOver');
  const { productTypeId } = way.screen.product;
  const userDeviceUtcTime = new Date(stamp.now).toISOString();
  return step(way, stamp, 'createBusinessRequest', {
    productTypeId,
    fields,
    ...(signers.length > 0 ? { customerSignersIdentifiers: signers } : {}),
    geoLocation,
    userDeviceUtcTime,
  });
}
