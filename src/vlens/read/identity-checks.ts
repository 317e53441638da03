import type { components } from '../../openapi/vlens.js';
import type { IdentityCheck, IdentityCheckFailed } from '../answer.js';
import { asciiDigits } from './digits.js';
import type { Envelope } from './envelope.js';
import { transactionIdIn } from './identity.js';
import { filledText, flag, integer } from './values.js';
import { listOf, objectAs, readEach } from './wire.js';

type WireServices = NonNullable<components['schemas']['VerificationServices']> & {
  /** As older answers write it. */
  Validations?: unknown;
};
interface WireValidations {
  validation_errors?: unknown;
}
interface WireValidation {
  field: string;
  value: string;
  errors: unknown[];
}
interface WireError {
  code: number;
  message: string;
}

/** What did not pass; null where the checks say nothing against the pictures, or there was no answer to read. */
export function identityCheckFailed(
  { verdict, services, data, errorCode }: Envelope,
  transactionId: string | null,
): IdentityCheckFailed | null {
  if (verdict !== 'accepted' && verdict !== 'refused') return null;
  const checks = readChecks(services);
  const [first] = checks;
  if (!first) return null;
  const more = checks.length > 1 ? ` (and ${checks.length - 1} more, see checks)` : '';
  return {
    kind: 'identityCheckFailed',
    errorCode,
    message: first.message + more,
    transactionId: transactionIdIn(data) ?? transactionId,
    checks,
  };
}

/** Each check that did not pass. What was read on the card (`value`, AML's `data`) is never in it. */
export function readChecks(value: unknown): IdentityCheck[] {
  const services = objectAs<WireServices>(value);
  if (!services) return [];
  const validations = objectAs<WireValidations>(services.validations ?? services.Validations);
  return [
    ...listOf(validations?.validation_errors).flatMap(readValidation),
    ...spoofing(services.spoofing),
    ...liveness(services.liveness),
    ...sanctions(services.AML),
    ...authority(services.SRC),
  ];
}

function readValidation(value: unknown): IdentityCheck[] {
  const sent = objectAs<WireValidation>(value);
  if (!sent) return [];
  const field = nameOf(sent.field);
  const errors = readEach(sent.errors, (error) => readError(error, field, filledText(sent.value)));
  return errors.length > 0 ? errors : [{ field, code: null, message: saysNothing(field) }];
}

function readError(value: unknown, field: string | null, secret: string | null): IdentityCheck | null {
  const sent = objectAs<WireError>(value);
  const words = filledText(sent?.message ?? value);
  const code = integer(sent?.code);
  if (code === null && words === null) return null;
  return { field, code, message: wordsFor(code) ?? harmless(words, secret) ?? saysNothing(field) };
}

function spoofing(value: unknown): IdentityCheck[] {
  const isFake = flag(objectAs<{ fake: boolean }>(value)?.fake);
  return isFake
    ? [
        {
          field: 'spoofing',
          code: null,
          message: 'This looks like a picture of a screen or of a copy: photograph the card itself.',
        },
      ]
    : [];
}

/** Its shape is not published: a verdict by itself, or under a name that says so. */
function liveness(value: unknown): IdentityCheck[] {
  const sent = objectAs<{ isLive: boolean; liveness: boolean; passed: boolean; success: boolean }>(value);
  const passed = flag(sent ? (sent.isLive ?? sent.liveness ?? sent.passed ?? sent.success) : value);
  return passed === false
    ? [
        {
          field: 'liveness',
          code: null,
          message:
            'No living face was recognised: take three new frames within half a second, in good light.',
        },
      ]
    : [];
}

function sanctions(value: unknown): IdentityCheck[] {
  const isMatched = flag(objectAs<{ AML_matched: boolean }>(value)?.AML_matched);
  return isMatched
    ? [
        {
          field: 'AML',
          code: null,
          message: 'This can’t be completed online: the provider must look at it and will be in touch.',
        },
      ]
    : [];
}

function authority(value: unknown): IdentityCheck[] {
  const sent = objectAs<{ isValid: boolean; errorCode: number }>(value);
  if (!sent || flag(sent.isValid) !== false) return [];
  return [
    {
      field: 'SRC',
      code: integer(sent.errorCode),
      message:
        'The civil registry does not confirm this card: check that it is the latest one that you were given.',
    },
  ];
}

/** What helps somebody who stands there with a card and a phone, by Vlens's published numbers. */
const WORDS: ReadonlyMap<number, string> = new Map([
  [1001, 'The date of birth can’t be read or is not a valid one: photograph the card again, without glare.'],
  [1050, 'The picture is not good enough to be read: more light, no flash, and hold still.'],
  [3001, 'The number of the card can’t be right: photograph the card again so that every digit is sharp.'],
  [3002, 'The date of birth on the card can’t be right: photograph the card again, without glare.'],
  [3003, 'The governorate on the card can’t be right: photograph the card again, without glare.'],
  [
    3004,
    'The card’s factory number can’t be read: photograph the front again with its lower edge in the picture.',
  ],
  [3005, 'The gender on the card does not fit its number: photograph the card again, without glare.'],
  [3006, 'The date of issue on the card can’t be right: photograph the back again, without glare.'],
  [3007, 'The date of birth can’t be read: photograph the card again, without glare.'],
  [3008, 'The date of issue can’t be read: photograph the back again, without glare.'],
  [3009, 'The date of expiry can’t be read: photograph the back again, without glare.'],
  [3010, 'The card has expired: a valid one is needed.'],
  [
    3011,
    'There is no card to be seen: put it on a dark, plain surface with all four corners in the picture.',
  ],
  [3013, 'The lines at the foot of the document can’t be read: photograph it again, flat and sharp.'],
  [3014, 'The face on the card can’t be seen: photograph the front again, without glare on the portrait.'],
  [3101, 'Front and back are of two cards: photograph both sides of the same one.'],
  [3102, 'The names on the two documents differ: both must be yours.'],
  [4003, 'There were too many tries: wait some minutes.'],
  [4206, 'There is more than one face: be alone in the picture.'],
  [4207, 'There is no face to be seen: look into the camera, in good light.'],
  [4208, 'There is no face in the picture: look into the camera, in good light.'],
  [4209, 'The face is not clear: take off cap and sunglasses, and turn towards the light.'],
  [4210, 'The face is not clear: hold still, and turn towards the light.'],
  [5001, 'This is another document: an identity card is needed.'],
  [5002, 'The picture has too many bytes: send one of at most 3 MB.'],
  [5003, 'The picture has too many pixels: send one of at most 25 megapixels.'],
  [5004, 'This verification is not known: begin again with a new transactionId.'],
  [5005, 'This does not look like a real card: photograph the card itself, neither a copy nor a screen.'],
  [5006, 'The picture is out of focus: tap on the card before you photograph it, and hold still.'],
  [5007, 'This is not the side that was asked for: send the front as the front, the back as the back.'],
  [7000, 'There are several cards in the picture: photograph one alone.'],
  [7001, 'The front can’t be read: photograph it again, flat, sharp and with all four corners.'],
  [7002, 'The back can’t be read: photograph it again, flat, sharp and with all four corners.'],
  [7008, 'The face is not the one on the card: the card’s owner must be in front of the camera.'],
]);

function wordsFor(code: number | null): string | null {
  return code === null ? null : (WORDS.get(code) ?? null);
}

/** Vlens's own sentence, unless it may repeat what stands on the card. */
function harmless(words: string | null, secret: string | null): string | null {
  if (words === null || words.length > 300) return null;
  const plain = asciiDigits(words);
  const repeats = secret !== null && plain.toLowerCase().includes(asciiDigits(secret).toLowerCase());
  return repeats || /\d{3,}|\d[/-]\d/.test(plain) ? null : words;
}

function saysNothing(field: string | null): string {
  return field === null
    ? 'Vlens did not accept the picture and did not say why: photograph the card again, flat and sharp.'
    : `Vlens did not accept “${field}” and did not say why: photograph the card again, flat and sharp.`;
}

/** The field's name as Vlens writes it, where it is a name and nothing else. */
function nameOf(value: unknown): string | null {
  const name = filledText(value);
  return name !== null && /^[A-Za-z][\w .[\]-]{0,60}$/.test(name) && !/\d{4,}/.test(name) ? name : null;
}
