import type { components } from '../../openapi/vlens.js';
import type { DeviceMoment } from '../types.js';

/** Where and when a step was taken, in Vlens's form: the time is in UTC with a Z. */
export function moment({ geoLocation: { latitude, longitude }, userDeviceUtcTime }: DeviceMoment): {
  geoLocation: components['schemas']['GeoLocation'];
  userDeviceUtcTime: string;
} {
  return { geoLocation: { latitude, longitude }, userDeviceUtcTime: userDeviceUtcTime.toISOString() };
}
