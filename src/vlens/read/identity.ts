import type { components } from '../../openapi/vlens.js';
import type { IdentityChecked } from '../customer-types.js';
import { invalidResponse } from '../faults.js';
import { calendarDate } from './calendar-date.js';
import { filledText, flag, uuid } from './values.js';
import { objectAs } from './wire.js';

type WireData = NonNullable<components['schemas']['VerificationEnvelope']['data']>;
type WireFront = NonNullable<components['schemas']['IdFrontData']>;
type WireBack = NonNullable<components['schemas']['IdBackData']>;
interface WithTransaction {
  transaction_id?: unknown;
  transactionId?: unknown;
}

/**
 * The state of a verification.
 * @throws VlensFault if its transaction id is not known, since nobody could continue without it
 */
export function readIdentityChecked(data: unknown, sentTransactionId: string | null): IdentityChecked {
  const sent = objectAs<WireData>(data);
  const transactionId = transactionIdIn(data) ?? sentTransactionId;
  if (transactionId === null) throw invalidResponse();
  return {
    transactionId,
    isComplete: flag(sent?.isVerificationProcessCompleted) ?? false,
    isVerified: flag(sent?.isDigitalIdentityVerified) ?? false,
    document: readDocument(sent?.idFrontData, sent?.idBackData),
  };
}

/** The transaction id, from any place in the data where Vlens may put it. */
export function transactionIdIn(data: unknown): string | null {
  const sent = objectAs<WireData & WithTransaction>(data);
  const places = [sent?.idFrontData, sent?.idBackData, sent].map((place) => objectAs<WithTransaction>(place));
  for (const place of places) {
    const id = uuid(place?.transaction_id) ?? uuid(place?.transactionId);
    if (id !== null) return id;
  }
  return null;
}

/** Dates are YYYY-MM-DD, except `issuedOn`, which stays as printed: a card has only its year and month. */
export type IdentityDocument = NonNullable<ReturnType<typeof readDocument>>;

/** What Vlens read on the card; null if nothing. */
function readDocument(frontData: unknown, backData: unknown) {
  const front = objectAs<WireFront>(frontData);
  const back = objectAs<WireBack>(backData);
  const document = {
    fullName: filledText(front?.name),
    fullNameEnglish: filledText(front?.name_english) ?? englishName(front),
    idNumber: filledText(front?.idNumber) ?? filledText(back?.idNumber),
    dateOfBirth: calendarDate(front?.dateOfBirth),
    gender: filledText(front?.gender) ?? filledText(back?.gender),
    address: filledText(front?.address),
    job: filledText(back?.job) ?? filledText(back?.jobTitle),
    maritalStatus: filledText(back?.maritalStatus),
    issuedOn: filledText(back?.releaseDate),
    expiresOn: calendarDate(back?.idExpiry),
  };
  return Object.values(document).some((value) => value !== null) ? document : null;
}

function englishName(front: { readonly [K in keyof WireFront]?: unknown } | null): string | null {
  const names = [filledText(front?.first_name_english), filledText(front?.last_names_english)];
  return names.filter((name) => name !== null).join(' ') || null;
}
