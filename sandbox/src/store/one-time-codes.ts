import type { SandboxClock } from '../clock.js';
import type { Random } from '../random.js';
import {
  CODE_LIFETIME_SECONDS,
  CODE_TRIES,
  CODE_WINDOW_SECONDS,
  CODES_PER_WINDOW,
  type CodePurpose,
  codeEnd,
  codeHash,
  isSameHash,
} from '../rules/one-time-code.js';
import { lockCustomer } from './customers.js';
import type { OneTimeCodeRow, Work } from './tables.js';

/** What a code is good for, and nothing else. */
export interface CodeBinding {
  purpose: CodePurpose;
  customerId: number;
  requestId: string | null;
  transactionId: string | null;
  deviceId: string | null;
}

export interface NewCode {
  id: string;
  /** Known to its receiver alone: only a keyed hash is stored. */
  code: string;
  sentAt: Date;
}

/**
 * Makes a code and ends the older ones for the same; null where the customer was sent too many of late. What time it is
 * counts from when the customer is locked: with an earlier one, codes that others sent meanwhile would be in its future.
 */
export async function issueCode(
  work: Work,
  { key, random, clock }: { key: Buffer; random: Random; clock: SandboxClock },
  binding: CodeBinding & { paymentGateway: string | null },
): Promise<NewCode | null> {
  await lockCustomer(work, binding.customerId);
  const now = clock.now();
  if ((await countSent(work, binding, now)) >= CODES_PER_WINDOW) return null;
  await work
    .updateTable('oneTimeCode')
    .set({ replacedAt: now.toISOString() })
    .where('customerId', '=', binding.customerId)
    .where('purpose', '=', binding.purpose)
    .where('requestId', binding.requestId === null ? 'is' : '=', binding.requestId)
    .where('usedAt', 'is', null)
    .where('replacedAt', 'is', null)
    .execute();
  const id = random.uuid();
  const code = random.code();
  await work
    .insertInto('oneTimeCode')
    .values({
      ...binding,
      id,
      codeHash: codeHash(key, id, code),
      sentAt: now.toISOString(),
      expiresAt: after(now, CODE_LIFETIME_SECONDS),
      triesLeft: CODE_TRIES,
    })
    .execute();
  return { id, code, sentAt: now };
}

export type CodeTrial =
  | { code: OneTimeCodeRow; refusal?: undefined }
  | { refusal: 'OTP_NOT_FOUND' | 'OTP_INCORRECT' | NonNullable<ReturnType<typeof codeEnd>> };

/**
 * Tries a code, once, with its customer and its row locked: many tries at once get no more than their number, and one success.
 * @param asked what the code must be bound to; an undefined part was not said.
 */
export async function tryCode(
  work: Work,
  { key, clock }: { key: Buffer; clock: SandboxClock },
  asked: { id: string; code: string } & Pick<CodeBinding, 'purpose' | 'customerId'> & Partial<CodeBinding>,
): Promise<CodeTrial> {
  await lockCustomer(work, asked.customerId);
  const stored = await lockCode(work, asked.id);
  const now = clock.now();
  if (!stored || !isBoundTo(stored, asked)) return { refusal: 'OTP_NOT_FOUND' };
  const end = codeEnd(stored, now);
  if (end) return { refusal: end };
  const isRight = isSameHash(codeHash(key, stored.id, asked.code), stored.codeHash);
  await work
    .updateTable('oneTimeCode')
    .set({ triesLeft: stored.triesLeft - 1, usedAt: isRight ? now.toISOString() : null })
    .where('id', '=', stored.id)
    .execute();
  return isRight ? { code: stored } : { refusal: 'OTP_INCORRECT' };
}

function lockCode(work: Work, id: string): Promise<OneTimeCodeRow | undefined> {
  return work
    .updateTable('oneTimeCode')
    .set((row) => ({ codeHash: row.ref('codeHash') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

function isBoundTo(stored: OneTimeCodeRow, asked: Partial<CodeBinding>): boolean {
  const parts = ['purpose', 'customerId', 'requestId', 'transactionId', 'deviceId'] as const;
  return parts.every((part) => asked[part] === undefined || asked[part] === stored[part]);
}

async function countSent(work: Work, { customerId, purpose }: CodeBinding, now: Date): Promise<number> {
  const { sent } = await work
    .selectFrom('oneTimeCode')
    .select(({ fn }) => fn.countAll<number | string>().as('sent'))
    .where('customerId', '=', customerId)
    .where('purpose', '=', purpose)
    .where('sentAt', '>', after(now, -CODE_WINDOW_SECONDS))
    .where('sentAt', '<=', now.toISOString())
    .executeTakeFirstOrThrow();
  return Number(sent);
}

function after(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1000).toISOString();
}
