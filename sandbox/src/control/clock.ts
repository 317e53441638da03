import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SandboxClock } from '../clock.js';
import { readControl, refuse } from './answers.js';

const MAX_SECONDS = 10 * 365 * 24 * 60 * 60;
const clockShape = z.union(
  [
    z.strictObject({ advanceSeconds: z.number().min(-MAX_SECONDS).max(MAX_SECONDS) }),
    z.strictObject({ set: z.iso.datetime({ offset: true }) }),
    z.strictObject({ reset: z.literal(true) }),
  ],
  'Expected is {"advanceSeconds": 60}, {"set": "2027-01-01T00:00:00Z"} or {"reset": true}.',
);

/** The sandbox's clock: it runs on from wherever it is put, also after a restart. */
export function clockControl(app: FastifyInstance, { clock }: { clock: SandboxClock }): void {
  const clockView = () => ({ now: clock.now().toISOString(), offsetMs: clock.offset });

  app.get('/clock', async () => clockView());

  app.post('/clock', async ({ body }, reply) => {
    const sent = readControl(clockShape, body);
    if ('error' in sent) return refuse(reply, 400, sent.error);
    if ('advanceSeconds' in sent.value) await clock.advance(sent.value.advanceSeconds);
    else if ('set' in sent.value) await clock.set(new Date(sent.value.set));
    else await clock.reset();
    return clockView();
  });
}
