import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../app-context.js';
import { emptyTables, hashSamplePasswords, lockForReset, SAMPLE_TENANT, seedTenant } from '../store/seed.js';
import { changeTenant } from '../store/tenants.js';
import { inTransaction } from '../store/transaction.js';
import { wiredTargets, wireSubscription } from '../store/webhook-subscriptions.js';
import { readControl, refuse } from './answers.js';
import { clockControl } from './clock.js';
import { customerPageControl } from './customer-pages.js';
import { faultShape } from './faults.js';
import { peopleControl } from './people.js';
import { requestControl } from './requests.js';
import { sameOriginGuard } from './same-origin-guard.js';
import { sessionControl } from './sessions.js';
import { tenantControl } from './tenants.js';
import { userControl } from './users.js';
import { webhookControl } from './webhooks.js';

type InboxWanted = { Querystring: { phoneNumber?: string; emailAddress?: string; requestId?: string } };

/** Everything under `/sandbox/` (docs/sandbox.md): what only a sandbox has, without credentials. */
export function controlRoutes(app: FastifyInstance, context: AppContext): void {
  const { inbox, faults } = context;
  sameOriginGuard(app);

  app.get<InboxWanted>('/inbox', async ({ query: { phoneNumber, emailAddress, requestId } }) => ({
    messages: inbox.list({ phoneNumber, emailAddress, requestId }),
  }));

  requestControl(app, context);
  customerPageControl(app, context);
  userControl(app, context);
  sessionControl(app, context);
  peopleControl(app, context);
  tenantControl(app, context);
  clockControl(app, context);
  webhookControl(app, context);

  app.get('/faults', async () => ({ faults: faults.list() }));
  app.post('/faults', async ({ body }, reply) => {
    const sent = readControl(faultShape, body);
    if ('error' in sent) return refuse(reply, 400, sent.error);
    faults.order(sent.value);
    return { faults: faults.list() };
  });
  app.delete<{ Params: { endpoint: string } }>('/faults/:endpoint', async ({ params }, reply) =>
    faults.cancel(params.endpoint)
      ? { faults: faults.list() }
      : refuse(reply, 404, 'No fault was ordered for this endpoint.'),
  );
  app.delete('/faults', async () => {
    faults.clear();
    return { faults: [] };
  });

  app.post('/reset', async () => {
    await reset(context);
    return { reset: true };
  });
}

/**
 * Back to the seed. Tokens of customers that exist in it stay valid: the database keeps its secret. So does the wired
 * subscription: the one who started the sandbox still listens.
 */
async function reset({
  db,
  clock,
  passwords,
  inbox,
  faults,
  quota,
  realTime,
  sampleTenant: { dialect },
}: AppContext): Promise<void> {
  const hashes = await hashSamplePasswords(passwords);
  await clock.reset();
  await inTransaction(db, async (work) => {
    await lockForReset(work);
    const wired = await wiredTargets(work);
    await emptyTables(work);
    await seedTenant(work, SAMPLE_TENANT, { hashes, now: clock.now() });
    if (dialect) await changeTenant(work, SAMPLE_TENANT.id, { dialect });
    for (const target of wired) await wireSubscription(work, target, realTime.now());
  });
  inbox.clear();
  faults.clear();
  quota.clear();
}
