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

/** What was made of an input that may be left out. */
export function given<T, Result>(
  value: T | null | undefined,
  toResult: (value: T) => Result,
): Result | undefined {
  return value == null ? undefined : toResult(value);
}

/** As Vlens takes it; it was checked before. */
export function asSent(text: string, normalize: (text: string) => string | null): string {
  return normalize(text) ?? text;
}

/** As Vlens numbers it. */
export function toSmsProvider(provider: SmsProvider | null | undefined): vlens.SmsProvider | undefined {
  return given(provider, (each) => SMS_PROVIDERS[each]);
}

/**
 * A phone number as Vlens takes it.
 * @throws BAD_USER_INPUT for a local one, where the gateway has no default country.
 */
export function toPhoneNumber(text: string, { defaultCountry }: GatewayContext, field: string): string {
  const number = phoneNumber(text, defaultCountry);
  if (number !== null) return number;
  const rule = 'phoneNumber must begin with + and the country’s code (E.164).';
  throw badField(field, rule, say('enterPhoneNumber'));
}

/** As Vlens takes it. */
export function toDeviceMoment({ geoLocation, userDeviceUtcTime }: DeviceMomentInput): vlens.DeviceMoment {
  return { geoLocation: toGeoLocation(geoLocation), userDeviceUtcTime };
}

/** As Vlens takes it: of what a client sent, nothing but the two numbers. */
export function toGeoLocation({ latitude, longitude }: vlens.GeoLocation): vlens.GeoLocation {
  return { latitude, longitude };
}
