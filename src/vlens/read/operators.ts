import type { components } from '../../openapi/vlens.js';
import type { Page, Person } from '../types.js';
import { utcMoment } from './calendar-date.js';
import { readable } from './data.js';
import { readPerson } from './people.js';
import { filledText, flag, integer, uuid } from './values.js';
import { type DataOf, jsonOf, objectAs, readEach } from './wire.js';

type WireImages = DataOf<'getIdentityImages'>;
type WireTransaction = components['schemas']['Transaction'];
type WireItems = components['schemas']['TransactionItems'];
type WireDevice = NonNullable<components['schemas']['DeviceInfo']>;

export type IdentityImages = NonNullable<ReturnType<typeof readIdentityImages>>;

/**
 * The file names of a customer's pictures; null if there are none.
 * @throws VlensFault if they can't be read, as do the two below: an operator must not take that for "none"
 */
export function readIdentityImages(data: unknown) {
  if (data === null) return null;
  const sent = readable(objectAs<WireImages>(data));
  const { livenessFace01Image, livenessFace02Image, livenessFace03Image } = sent;
  return {
    idFront: filledText(sent.idFrontImage),
    idBack: filledText(sent.idBackImage),
    liveness: filledText(sent.livenessImage),
    faces: readEach([livenessFace01Image, livenessFace02Image, livenessFace03Image], filledText),
  };
}

/** A picture in base64; null if there is none. */
export function readIdentityImage(data: unknown): string | null {
  const sent = objectAs<{ image: string }>(data);
  const image = sent && 'image' in sent ? sent.image : data;
  return image === null || image === '' ? null : readable(filledText(image));
}

export type VerificationTransaction = NonNullable<ReturnType<typeof readTransaction>>;

/** A verification; null if there is none. */
export function readTransaction(data: unknown, askedFor: string) {
  if (data === null) return null;
  const sent = readable(objectAs<{ transaction: unknown; transactionItems: unknown }>(data));
  if (sent.transaction === null) return null;
  const transaction = readable(objectAs<WireTransaction>(sent.transaction));
  const items = objectAs<WireItems>(sent.transactionItems);
  return {
    transactionId: uuid(transaction.id) ?? askedFor,
    fullName: filledText(transaction.fullName),
    idNumber: filledText(transaction.idNumber),
    isVerified: flag(transaction.isVerified),
    stepsCount: integer(transaction.stepsCount),
    createdAt: utcMoment(transaction.creationTime),
    device: readDevice(items?.deviceInfo),
  };
}

function readDevice(value: unknown) {
  const sent = objectAs<WireDevice>(value);
  if (!sent) return null;
  return {
    deviceId: filledText(sent.deviceId) ?? filledText(sent.imei),
    ipAddress: filledText(sent.ipAddress),
    timeZone: filledText(sent.timezone),
    ...readPlace(sent.geoLocation),
  };
}

/** Vlens sends a JSON string with capitalized keys. An object is read too, in case Vlens corrects that one day. */
function readPlace(value: unknown): { latitude: number | null; longitude: number | null } {
  const sent = objectAs<Record<'latitude' | 'longitude' | 'Latitude' | 'Longitude', unknown>>(
    typeof value === 'string' ? jsonOf(value) : value,
  );
  return {
    latitude: degrees(sent?.Latitude ?? sent?.latitude, 90),
    longitude: degrees(sent?.Longitude ?? sent?.longitude, 180),
  };
}

function degrees(value: unknown, most: number): number | null {
  const text = filledText(value);
  const number = text === null ? Number.NaN : Number(text);
  return Number.isFinite(number) && Math.abs(number) <= most ? number : null;
}

/** A page of users, in the form of Vlens's other lists (with the count beside it) or of the framework; null if it is neither. */
export function readUsers(data: unknown, totalCount: number | null): Page<Person> | null {
  if (data === null) return { items: [], totalCount };
  if (Array.isArray(data)) return { items: readEach(data, readPerson), totalCount };
  const paged = objectAs<{ items: unknown; totalCount: unknown }>(data);
  if (!Array.isArray(paged?.items)) return null;
  return { items: readEach(paged.items, readPerson), totalCount: totalCount ?? integer(paged.totalCount) };
}
