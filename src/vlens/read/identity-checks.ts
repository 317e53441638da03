import type { components } from '../../openapi/vlens.js';
import type { IdentityCheck, IdentityCheckFailed } from '../answer.js';
import { asciiDigits } from '../messages/digits.js';
import { CHECKS } from '../messages/identity-checks.js';
import { type Said, say } from '../messages/words.js';
import type { Envelope } from './envelope.js';
import { MAX_FIELD_ERRORS } from './field-errors.js';
import { transactionIdIn } from './identity.js';
import { filledText, flag, integer } from './values.js';
import { listOf, objectAs, readEach } from './wire.js';

type WireServices = NonNullable<components['schemas']['VerificationServices']> & {
  /** The spelling in older answers. */
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

/** The checks that did not pass. Null if all passed, or if there was no answer to read. */
export function identityCheckFailed(
  { verdict, services, data, errorCode }: Envelope,
  transactionId: string | null,
): IdentityCheckFailed | null {
  if (verdict !== 'accepted' && verdict !== 'refused') return null;
  const checks = readChecks(services);
  const [first] = checks;
  if (!first) return null;
  const { message, sentence } = first;
  const said = sentence ? { message, sentence } : { message };
  const more = checks.length - 1;
  return {
    kind: 'identityCheckFailed',
    errorCode,
    ...(more > 0 ? say('firstOfSeveral', { first: said, more }) : said),
    transactionId: transactionIdIn(data) ?? transactionId,
    checks,
  };
}

/** Each check that did not pass. It never contains what was read on the card (`value`, AML's `data`). */
export function readChecks(value: unknown): IdentityCheck[] {
  const services = objectAs<WireServices>(value);
  if (!services) return [];
  const validations = objectAs<WireValidations>(services.validations ?? services.Validations);
  return [
    ...validationsIn(validations?.validation_errors).flatMap(readValidation).slice(0, MAX_FIELD_ERRORS),
    ...(isFake(services.spoofing) ? [{ field: 'spoofing', code: null, ...say('notTheCardItself') }] : []),
    ...(isNotLive(services.liveness) ? [{ field: 'liveness', code: null, ...say('noLivingFace') }] : []),
    ...(isSanctioned(services.AML) ? [{ field: 'AML', code: null, ...say('providerMustLook') }] : []),
    ...notConfirmed(services.SRC),
  ];
}

/** Vlens publishes a list of fields with their errors. An object by field may come too, as for field errors. */
function validationsIn(value: unknown): readonly unknown[] {
  const byField = objectAs<Record<string, unknown>>(value);
  if (!byField) return filledText(value) === null ? listOf(value) : [value];
  if ('field' in byField || 'value' in byField) return [byField];
  return Object.entries(byField).map(([field, errors]) => ({ field, errors: [errors].flat() }));
}

function readValidation(value: unknown): IdentityCheck[] {
  const sent = objectAs<WireValidation>(value) ?? (filledText(value) === null ? null : { errors: [value] });
  if (!sent) return [];
  const field = nameOf(sent.field);
  const errors = readEach(sent.errors, (error) => readError(error, field, filledText(sent.value)));
  return errors.length > 0 ? errors : [{ field, code: null, ...saysNothing(field) }];
}

function readError(value: unknown, field: string | null, secret: string | null): IdentityCheck | null {
  const sent = objectAs<WireError>(value);
  const words = filledText(sent?.message ?? value);
  const code = integer(sent?.code);
  if (code === null && words === null) return null;
  return { field, code, ...(wordsFor(code) ?? harmless(words, secret) ?? saysNothing(field)) };
}

/** All of these shapes but liveness are published. Liveness may be a verdict by itself, or have one of these names. */
function isFake(value: unknown): boolean {
  return flag(objectAs<{ fake: boolean }>(value)?.fake) === true;
}

function isNotLive(value: unknown): boolean {
  const sent = objectAs<{ isLive: boolean; liveness: boolean; passed: boolean; success: boolean }>(value);
  return flag(sent ? (sent.isLive ?? sent.liveness ?? sent.passed ?? sent.success) : value) === false;
}

function isSanctioned(value: unknown): boolean {
  return flag(objectAs<{ AML_matched: boolean }>(value)?.AML_matched) === true;
}

function notConfirmed(value: unknown): IdentityCheck[] {
  const sent = objectAs<{ isValid: boolean; errorCode: number }>(value);
  if (!sent || flag(sent.isValid) !== false) return [];
  return [{ field: 'SRC', code: integer(sent.errorCode), ...say('registryDoesNotConfirm') }];
}

function wordsFor(code: number | null): Said | null {
  const key = `check${code}`;
  return Object.hasOwn(CHECKS, key) ? say(key as NumberedCheck) : null;
}

type NumberedCheck = Extract<keyof typeof CHECKS, `check${number}`>;

/** Vlens's own sentence, unless it may repeat what is on the card. */
function harmless(words: string | null, secret: string | null): Said | null {
  if (words === null || words.length > 300) return null;
  const plain = asciiDigits(words);
  const repeats = secret !== null && plain.toLowerCase().includes(asciiDigits(secret).toLowerCase());
  return repeats || /\d{3,}|\d[/-]\d/.test(plain) ? null : { message: words };
}

function saysNothing(field: string | null): Said {
  return field === null ? say('pictureRefused') : say('fieldRefused', { field });
}

/** The field's name from Vlens, if it looks like a name and nothing else. */
function nameOf(value: unknown): string | null {
  const name = filledText(value);
  return name !== null && /^[A-Za-z][\w .[\]-]{0,60}$/.test(name) && !/\d{4,}/.test(name) ? name : null;
}
