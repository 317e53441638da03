import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../app-context.js';
import { endSession, openSessions } from '../store/sessions.js';
import { refuse } from './answers.js';

/** Who is logged in, and how to log them out: never a token, nor its hash. */
export function sessionControl(app: FastifyInstance, { db, clock }: AppContext): void {
  app.get('/sessions', async () => {
    const rows = await openSessions(db);
    return {
      sessions: rows.map(({ id, tenantId, startedAt, phoneNumber, name, surname, userName }) => ({
        id,
        tenant: tenantId,
        startedAt,
        phoneNumber,
        fullName: [name, surname].filter(Boolean).join(' ') || null,
        userName,
      })),
    };
  });

  app.delete<{ Params: { id: string } }>('/sessions/:id', async ({ params: { id } }, reply) =>
    (await endSession(db, id, 'ended by the provider', clock.now()))
      ? { ended: true }
      : refuse(reply, 404, 'There is no such session.'),
  );
}
