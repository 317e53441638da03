import { createHash } from 'node:crypto';
import type { Random } from '../random.js';
import type { SessionRow } from './people-tables.js';
import type { Database, Work } from './tables.js';

export const REFRESH_TOKEN_LIFETIME_SECONDS = 7 * 24 * 60 * 60;

/** Whose session it is: one of the two ids. */
interface SessionOwner {
  tenantId: string;
  customerId: number | null;
  operatorId: number | null;
}

/** What a session can be read by; only a hash of the refresh token is stored. */
interface NewSession {
  sessionId: string;
  refreshToken: string;
}

/** Starts a session with its first refresh token. */
export async function startSession(
  work: Work,
  { random, now }: { random: Random; now: Date },
  owner: SessionOwner,
): Promise<NewSession> {
  const sessionId = random.uuid();
  await work
    .insertInto('session')
    .values({ ...owner, id: sessionId, startedAt: now.toISOString(), endedAt: null, endReason: null })
    .execute();
  return { sessionId, refreshToken: await addRefreshToken(work, { random, now }, sessionId) };
}

type Rotation =
  | { session: SessionRow; refreshToken: string }
  | 'REFRESH_TOKEN_INVALID'
  | 'REFRESH_TOKEN_EXPIRED'
  | 'REFRESH_TOKEN_REUSED'
  | 'SESSION_ENDED';

/** Uses a refresh token up for the next one. One that was used before ends its whole session: one of its two holders stole it. */
export async function rotate(
  work: Work,
  { random, now }: { random: Random; now: Date },
  asked: { tenantId: string; refreshToken: string },
): Promise<Rotation> {
  const token = await work
    .updateTable('refreshToken')
    .set((row) => ({ expiresAt: row.ref('expiresAt') }))
    .where('tokenHash', '=', hashOf(asked.refreshToken))
    .returningAll()
    .executeTakeFirst();
  const session = token && (await sessionById(work, token.sessionId));
  if (!token || session?.tenantId !== asked.tenantId) return 'REFRESH_TOKEN_INVALID';
  if (session.endedAt !== null) return 'SESSION_ENDED';
  if (token.usedAt !== null) {
    await endSession(work, session.id, 'refresh token used twice', now);
    return 'REFRESH_TOKEN_REUSED';
  }
  if (token.expiresAt <= now.toISOString()) return 'REFRESH_TOKEN_EXPIRED';
  await work
    .updateTable('refreshToken')
    .set({ usedAt: now.toISOString() })
    .where('tokenHash', '=', token.tokenHash)
    .execute();
  return { session, refreshToken: await addRefreshToken(work, { random, now }, session.id) };
}

export function sessionById(db: Database | Work, id: string): Promise<SessionRow | undefined> {
  return db.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst();
}

/** @returns whether it was still on. */
export async function endSession(db: Database | Work, id: string, why: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('session')
    .set({ endedAt: now.toISOString(), endReason: why })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends all sessions of a customer: anybody who has the old password is out. */
export async function endSessionsOf(work: Work, customerId: number, why: string, now: Date): Promise<void> {
  await work
    .updateTable('session')
    .set({ endedAt: now.toISOString(), endReason: why })
    .where('customerId', '=', customerId)
    .where('endedAt', 'is', null)
    .execute();
}

/** The newest 100 that nobody has ended, and whose they are. */
export function openSessions(db: Database) {
  return db
    .selectFrom('session')
    .leftJoin('customer', 'customer.id', 'session.customerId')
    .leftJoin('operator', 'operator.id', 'session.operatorId')
    .select([
      'session.id',
      'session.tenantId',
      'session.startedAt',
      'customer.phoneNumber',
      'customer.name',
      'customer.surname',
      'operator.userName',
    ])
    .where('session.endedAt', 'is', null)
    .orderBy('session.startedAt', 'desc')
    .orderBy('session.id')
    .limit(100)
    .execute();
}

async function addRefreshToken(
  work: Work,
  { random, now }: { random: Random; now: Date },
  sessionId: string,
): Promise<string> {
  const refreshToken = random.token();
  const expiresAt = new Date(now.getTime() + REFRESH_TOKEN_LIFETIME_SECONDS * 1000).toISOString();
  await work
    .insertInto('refreshToken')
    .values({ tokenHash: hashOf(refreshToken), sessionId, expiresAt, usedAt: null })
    .execute();
  return refreshToken;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
