import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../app-context.js';
import { meetFaults } from '../control/fault-hooks.js';
import { namedPlugin } from '../named-plugin.js';
import { admitTenant, customerOf, refuseLinkSession, tenantOf } from './admission.js';
import { cancelIdentityRoute } from './cancel-identity.js';
import { speakDialect } from './speak-dialect.js';
import { speakLanguage } from './speak-language.js';
import { linkVerificationRoute, verifyLivenessRoute } from './verify-liveness.js';
import { verifySideRoutes } from './verify-side.js';

/** A customer's identity: front and back of the card, liveness, and back to where they were. */
export function identityRoutes(app: FastifyInstance, context: AppContext): void {
  app.register(
    namedPlugin('identity', async (own) => {
      own.addHook('onRequest', refuseLinkSession);
      const verify = '/DigitalIdentity/verify';
      const verifierOf = (request: Parameters<typeof customerOf>[0]) => {
        const { onlyRequestId: _, ...customer } = customerOf(request);
        return { tenantId: customer.tenantId, customer };
      };
      const sides = { front: `${verify}/id/front`, back: `${verify}/id/back` };
      verifySideRoutes(own, context, sides, verifierOf);
      verifyLivenessRoute(own, context, `${verify}/liveness/multi`, verifierOf);
      linkVerificationRoute(own, context, verifierOf);
      cancelIdentityRoute(own, context);
    }),
  );
}

/** `/v1/ocr`: the same steps with the ApiKey alone; a customer takes the verification over when they are logged in. */
export function keyOnlyVerification(app: FastifyInstance, context: AppContext): void {
  meetFaults(app, context.faults);
  app.addHook('onRequest', admitTenant(context));
  app.addHook('preSerialization', speakLanguage);
  app.addHook('preSerialization', speakDialect);
  const verifierOf = (request: Parameters<typeof tenantOf>[0]) => ({
    tenantId: tenantOf(request).id,
    customer: null,
  });
  verifySideRoutes(app, context, { front: '/ocr/id/front', back: '/ocr/id/back' }, verifierOf);
  verifyLivenessRoute(app, context, '/ocr/liveness/multi', verifierOf);
}
