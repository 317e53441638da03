import type { DeviceMomentInput } from '../schema/device-moment.js';
import type { SmsProvider } from '../schema/sms-provider.js';
import type * as vlens from '../src/vlens/types.js';

/** Vlens's numbers (vlens.yaml, SmsProvider). */
const SMS_PROVIDERS: Record<SmsProvider, vlens.SmsProvider> = {
  INFOBIP: 1,
  VODAFONE: 2,
  CEQUENS: 3,
  VICTORY_LINK: 4,
};

export function toSmsProvider(provider: SmsProvider | null | undefined): vlens.SmsProvider | undefined {
  return provider == null ? undefined : SMS_PROVIDERS[provider];
}

export function toDeviceMoment({ geoLocation, userDeviceUtcTime }: DeviceMomentInput): vlens.DeviceMoment {
  return { geoLocation: toGeoLocation(geoLocation), userDeviceUtcTime };
}

export function toGeoLocation({ latitude, longitude }: vlens.GeoLocation): vlens.GeoLocation {
  return { latitude, longitude };
}
