import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { drawCard } from '../cards/draw-card.js';
import { SAMPLE_PEOPLE, samplePerson } from '../cards/people.js';
import { makeIdToken } from '../oauth-issuer.js';
import { readControl, refuse } from './answers.js';

const cardShape = z.object({
  person: z.coerce.number().int().min(1).max(SAMPLE_PEOPLE).default(1),
  expired: z.enum(['true', 'false']).default('false'),
});
const tokenShape = z.object({
  provider: z.enum(['Google', 'Microsoft']),
  email: z.email(),
  isEmailVerified: z.boolean().default(true),
  lifetimeSeconds: z.number().int().min(1).max(86_400).default(3600),
});

/** What somebody needs who wants to become a customer: id cards of invented people, and id tokens. */
export function peopleControl(app: FastifyInstance, { clock, secrets }: AppContext): void {
  for (const side of ['front', 'back'] as const) {
    app.get(`/samples/id-${side}.png`, async ({ query }, reply) => {
      const asked = readControl(cardShape, query);
      if ('error' in asked) return refuse(reply, 400, asked.error);
      const { person, expired } = asked.value;
      const sides = samplePerson(person, clock.now(), { expired: expired === 'true' });
      return reply.type('image/png').send(await drawCard(sides[side]));
    });
  }

  app.post('/oauth/token', async ({ body }, reply) => {
    const sent = readControl(tokenShape, body);
    if ('error' in sent) return refuse(reply, 400, sent.error);
    return { idToken: await makeIdToken(secrets.oauthIssuer, { ...sent.value, now: clock.now() }) };
  });
}
