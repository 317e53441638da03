import type { SandboxClock } from '../clock.js';
import type { Random } from '../random.js';
import {
  CODE_LIFETIME_SECONDS,
  CODE_TRIES,
  CODE_WINDOW_SECONDS,
  CODES_PER_WINDOW,
  CONFIRMED_CONTACT_SECONDS,
  type ContactPurpose,
  codeEnd,
  codeHash,
  isSameHash,
} from '../rules/one-time-code.js';
import type { NewCode } from './one-time-codes.js';
import type { ContactCodeRow } from './people-tables.js';
import type { Work } from './tables.js';
import { lockTables } from './transaction.js';

/** What a code confirms: that somebody reads what comes to this phone number or e-mail address. */
export interface Contact {
  tenantId: string;
  purpose: ContactPurpose;
  contact: string;
}

/** Makes a code and ends the older ones for the same; null where too many were sent of late, by the time after the lock. */
export async function issueContactCode(
  work: Work,
  { key, random, clock }: { key: Buffer; random: Random; clock: SandboxClock },
  to: Contact,
): Promise<NewCode | null> {
  await lockTables(work, ['contactCode']);
  const now = clock.now();
  if ((await countSent(work, to, now)) >= CODES_PER_WINDOW) return null;
  await work
    .updateTable('contactCode')
    .set({ replacedAt: now.toISOString() })
    .where('tenantId', '=', to.tenantId)
    .where('purpose', '=', to.purpose)
    .where('contact', '=', to.contact)
    .where('confirmedAt', 'is', null)
    .where('replacedAt', 'is', null)
    .execute();
  const id = random.uuid();
  const code = random.code();
  await work
    .insertInto('contactCode')
    .values({
      ...to,
      id,
      codeHash: codeHash(key, id, code),
      sentAt: now.toISOString(),
      expiresAt: after(now, CODE_LIFETIME_SECONDS),
      triesLeft: CODE_TRIES,
    })
    .execute();
  return { id, code, sentAt: now };
}

/** Notes a contact that somebody else has confirmed; its id is what a registration shows. */
export async function noteConfirmedContact(
  work: Work,
  { random, now }: { random: Random; now: Date },
  contact: Contact,
): Promise<string> {
  const id = random.uuid();
  const at = now.toISOString();
  await work
    .insertInto('contactCode')
    .values({ ...contact, id, codeHash: '', sentAt: at, expiresAt: at, triesLeft: 0, confirmedAt: at })
    .execute();
  return id;
}

export type ContactTrial =
  | { code: ContactCodeRow; refusal?: undefined }
  | { refusal: 'OTP_NOT_FOUND' | 'OTP_INCORRECT' | NonNullable<ReturnType<typeof codeEnd>> };

/** Confirms a contact by its code, once: many tries at once get no more than their number, and one success. */
export async function confirmContact(
  work: Work,
  { key, clock }: { key: Buffer; clock: SandboxClock },
  asked: Contact & { id: string; code: string },
): Promise<ContactTrial> {
  await lockTables(work, ['contactCode']);
  const now = clock.now();
  const stored = await find(work, asked);
  if (!stored) return { refusal: 'OTP_NOT_FOUND' };
  const end = codeEnd({ ...stored, usedAt: stored.confirmedAt }, now);
  if (end) return { refusal: end };
  const isRight = isSameHash(codeHash(key, stored.id, asked.code), stored.codeHash);
  const confirmedAt = isRight ? now.toISOString() : null;
  await work
    .updateTable('contactCode')
    .set({ triesLeft: stored.triesLeft - 1, confirmedAt })
    .where('id', '=', stored.id)
    .execute();
  return isRight ? { code: { ...stored, confirmedAt } } : { refusal: 'OTP_INCORRECT' };
}

/**
 * What a registration shows: a contact that was confirmed in the last half an hour, or an id with its code, which
 * confirms it now. It is used up by `useContact`, once the registration holds.
 */
export async function showContact(
  work: Work,
  by: { key: Buffer; clock: SandboxClock },
  asked: Contact & { id: string; code: string | undefined },
): Promise<ContactTrial> {
  const stored = await find(work, asked);
  if (!stored) return { refusal: 'OTP_NOT_FOUND' };
  if (stored.confirmedAt === null) return confirmContact(work, by, { ...asked, code: asked.code ?? '' });
  if (stored.usedAt !== null) return { refusal: 'OTP_USED' };
  const isLate = after(by.clock.now(), -CONFIRMED_CONTACT_SECONDS) >= stored.confirmedAt;
  return isLate ? { refusal: 'OTP_EXPIRED' } : { code: stored };
}

export async function useContact(work: Work, id: string, now: Date): Promise<void> {
  await work.updateTable('contactCode').set({ usedAt: now.toISOString() }).where('id', '=', id).execute();
}

/** The e-mail address that another provider confirmed under this id. */
export async function confirmedAddress(
  work: Work,
  tenantId: string,
  id: string,
): Promise<string | undefined> {
  const row = await work
    .selectFrom('contactCode')
    .select('contact')
    .where('tenantId', '=', tenantId)
    .where('purpose', '=', 'oauth')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.contact;
}

function find(
  work: Work,
  { tenantId, purpose, contact, id }: Contact & { id: string },
): Promise<ContactCodeRow | undefined> {
  return work
    .selectFrom('contactCode')
    .selectAll()
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .where('purpose', '=', purpose)
    .where('contact', '=', contact)
    .executeTakeFirst();
}

async function countSent(work: Work, { tenantId, purpose, contact }: Contact, now: Date): Promise<number> {
  const { sent } = await work
    .selectFrom('contactCode')
    .select(({ fn }) => fn.countAll<number | string>().as('sent'))
    .where('tenantId', '=', tenantId)
    .where('purpose', '=', purpose)
    .where('contact', '=', contact)
    .where('sentAt', '>', after(now, -CODE_WINDOW_SECONDS))
    .where('sentAt', '<=', now.toISOString())
    .executeTakeFirstOrThrow();
  return Number(sent);
}

function after(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1000).toISOString();
}
