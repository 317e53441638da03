import type { Status } from '../rules/statuses.js';
import { mayMove } from '../rules/transitions.js';
import type { Place } from './customers.js';
import { writeToOutbox } from './outbox.js';
import type { AuditRow, Database, RequestRow, Work } from './tables.js';

/** Who took a step, which, when, and where their device was. */
export interface Step {
  who: string;
  name: string;
  at: Date;
  place: Place | null;
}

/** Moves a locked request and audits it; false where the table of moves doesn't allow it. */
export async function moveRequest(work: Work, request: RequestRow, to: Status, step: Step): Promise<boolean> {
  if (!mayMove(request.status, to)) return false;
  const { numUpdatedRows } = await work
    .updateTable('businessRequest')
    .set({ status: to, updatedAt: step.at.toISOString() })
    .where('id', '=', request.id)
    .where('status', '=', request.status)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await auditStep(work, request.id, { from: request.status, to }, step);
  return true;
}

/**
 * One more row of the locked request's audit trail; a step that moves nothing has the same status on both sides. One
 * that does is in the outbox by the same work: there is no move without its webhook, and no webhook without its move.
 */
export async function auditStep(
  work: Work,
  requestId: string,
  { from, to }: { from: Status | null; to: Status },
  { who, name, at, place }: Step,
): Promise<void> {
  const { last } = await work
    .selectFrom('audit')
    .select(({ fn }) => fn.max('position').as('last'))
    .where('requestId', '=', requestId)
    .executeTakeFirstOrThrow();
  const position = (last ?? 0) + 1;
  await work
    .insertInto('audit')
    .values({
      requestId,
      position,
      at: at.toISOString(),
      who,
      step: name,
      fromStatus: from,
      toStatus: to,
      latitude: place?.latitude ?? null,
      longitude: place?.longitude ?? null,
    })
    .execute();
  if (from !== to) await writeToOutbox(work, { requestId, position, newStatus: to, at });
}

export function auditTrail(db: Database, requestId: string): Promise<AuditRow[]> {
  return db.selectFrom('audit').selectAll().where('requestId', '=', requestId).orderBy('position').execute();
}
