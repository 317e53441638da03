import type { DeviceMomentInput } from '../schema/device-moment.js';
import { phoneNumber } from '../schema/phone-number.js';
import type { SmsProvider } from '../schema/sms-provider.js';
import type { GatewayContext } from '../src/context.js';
import { say } from '../src/vlens/messages/words.js';
import type * as vlens from '../src/vlens/types.js';
import { badField } from './bad-user-input.js';

/** Vlens's numbers (vlens.yaml, SmsProvider). */
const SMS_PROVIDERS: Record<SmsProvider, vlens.SmsProvider> = {
  INFOBIP: 1,
  VODAFONE: 2,
  CEQUENS: 3,
  VICTORY_LINK: 4,
};

/** Converts an optional input. */
export function given<T, Result>(
  value: T | null | undefined,
  toResult: (value: T) => Result,
): Result | undefined {
  return value == null ? undefined : toResult(value);
}

/** The text in Vlens's form. It was validated before. */
export function asSent(text: string, normalize: (text: string) => string | null): string {
  return normalize(text) ?? text;
}

/** Vlens's number of the provider. */
export function toSmsProvider(provider: SmsProvider | null | undefined): vlens.SmsProvider | undefined {
  return given(provider, (each) => SMS_PROVIDERS[each]);
}

/**
 * A phone number in Vlens's form.
 * @throws BAD_USER_INPUT for a local number if the gateway has no default country
 */
export function toPhoneNumber(text: string, { defaultCountry }: GatewayContext, field: string): string {
  const number = phoneNumber(text, defaultCountry);
  if (number !== null) return number;
  const rule = 'phoneNumber must begin with + and the country’s code (E.164).';
  throw badField(field, rule, say('enterPhoneNumber'));
}

/** Vlens's form of the input. */
export function toDeviceMoment({ geoLocation, userDeviceUtcTime }: DeviceMomentInput): vlens.DeviceMoment {
  return { geoLocation: toGeoLocation(geoLocation), userDeviceUtcTime };
}

/** Vlens's form of the location: of a client's object, only the two numbers. */
export function toGeoLocation({ latitude, longitude }: vlens.GeoLocation): vlens.GeoLocation {
  return { latitude, longitude };
}
