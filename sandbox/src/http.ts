import formbody from '@fastify/formbody';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { AppContext } from './app-context.js';
import { consoleRoutes } from './console/routes.js';
import { meetFaults } from './control/fault-hooks.js';
import { controlRoutes } from './control/index.js';
import { faultEnvelope } from './envelope.js';
import { namedPlugin } from './named-plugin.js';
import { ADMISSION_DECORATORS, admitCustomer, admitOperator, admitTenant } from './routes/admission.js';
import { businessRequestRoutes } from './routes/business-requests.js';
import { cancelIdentityForAdminRoute } from './routes/cancel-identity.js';
import { contractFileRoute } from './routes/contract-files.js';
import { createRequestRoute } from './routes/create-request.js';
import { credentialRoutes } from './routes/credentials.js';
import { digitalIdentityRoutes } from './routes/digital-identity.js';
import { authSessionRoute, invitationRoute } from './routes/embedded.js';
import { identityRoutes, keyOnlyVerification } from './routes/identity.js';
import { lostPasswordRoutes } from './routes/lost-password.js';
import { oauthRoutes } from './routes/oauth.js';
import { operatorRoutes } from './routes/operators.js';
import { paymentPageRoutes } from './routes/payment-page.js';
import { productTypeRoutes } from './routes/product-types.js';
import { registerRoute } from './routes/register.js';
import { registrationRoutes } from './routes/registration.js';
import { requestOtpRoute } from './routes/request-otp.js';
import { revalidateLivenessRoute } from './routes/revalidate-liveness.js';
import { contractPdfRoute, signingLinkRoute } from './routes/signing-link.js';
import { signingPageRoute } from './routes/signing-page.js';
import { signingSessionRoute } from './routes/signing-session.js';
import { speakDialect } from './routes/speak-dialect.js';
import { speakLanguage } from './routes/speak-language.js';
import { startPageRoute } from './routes/start-page.js';
import { validateOtpRoute } from './routes/validate-otp.js';
import { validatePaymentRoute } from './routes/validate-payment.js';
import { verifyEmailRoute } from './routes/verify-email.js';
import { isConnectionLost, isUnstorable } from './store/postgres.js';

/** Four pictures of 500 KB as base64, and what goes with them. */
const BODY_LIMIT = 4 * 1024 * 1024;

const SENTENCES: Record<number, string> = {
  400: 'The body is not valid JSON.',
  413: 'The body is too large.',
  415: 'The body’s media type is not supported.',
};

/** The sandbox's HTTP side: `/api` as `vlens.yaml` says, the pages that it links to, and `/sandbox`. */
export async function buildHttp(context: AppContext, log: (line: string) => void): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  app.removeContentTypeParser('text/plain');
  for (const name of ADMISSION_DECORATORS) app.decorateRequest(name, null);

  app.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).send(faultEnvelope(404, 'There is nothing at this address.')),
  );
  app.setErrorHandler<FastifyError>(async (error, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) {
      return reply.code(status).send(faultEnvelope(status, SENTENCES[status] ?? 'The call is not valid.'));
    }
    if (isUnstorable(error)) return reply.code(400).send(faultEnvelope(400, 'The call is not valid.'));
    if (isConnectionLost(error)) {
      log('The sandbox’s database is away; calls get 503 until it is back.');
      return reply
        .code(503)
        .header('retry-after', 1)
        .send(faultEnvelope(503, 'The service is temporarily unavailable.'));
    }
    log(`The sandbox failed: ${error.stack ?? error.message}`);
    return reply.code(500).send(faultEnvelope(500, 'An internal error occurred during your request.'));
  });

  startPageRoute(app);
  await app.register(
    namedPlugin('api', async (api) => apiRoutes(api, context)),
    { prefix: '/api' },
  );
  await app.register(
    namedPlugin('verification by key', async (api) => keyOnlyVerification(api, context)),
    { prefix: '/v1' },
  );
  await app.register(
    namedPlugin('control', async (control) => {
      controlRoutes(control, context);
      await control.register(namedPlugin('console', consoleRoutes));
    }),
    { prefix: '/sandbox' },
  );
  await app.register(
    namedPlugin('pages', async (pages) => {
      await pages.register(formbody);
      paymentPageRoutes(pages, context);
      signingPageRoute(pages, context);
      contractFileRoute(pages, context);
    }),
  );
  return app;
}

async function apiRoutes(api: FastifyInstance, context: AppContext): Promise<void> {
  meetFaults(api, context.faults);
  api.addHook('onRequest', admitTenant(context));
  api.addHook('preSerialization', speakLanguage);
  api.addHook('preSerialization', speakDialect);
  digitalIdentityRoutes(api, context);
  credentialRoutes(api, context);
  registrationRoutes(api, context);
  registerRoute(api, context);
  oauthRoutes(api, context);
  lostPasswordRoutes(api, context);
  verifyEmailRoute(api, context);
  authSessionRoute(api, context);
  contractPdfRoute(api, context);
  signingSessionRoute(api, context);
  await api.register(
    namedPlugin('customers', async (own) => {
      own.addHook('onRequest', admitCustomer(context));
      productTypeRoutes(own, context);
      businessRequestRoutes(own, context);
      createRequestRoute(own, context);
      requestOtpRoute(own, context);
      revalidateLivenessRoute(own, context);
      validateOtpRoute(own, context);
      validatePaymentRoute(own, context);
      signingLinkRoute(own, context);
      identityRoutes(own, context);
    }),
  );
  await api.register(
    namedPlugin('operators', async (operators) => {
      operators.addHook('onRequest', admitOperator(context));
      operatorRoutes(operators, context);
      cancelIdentityForAdminRoute(operators, context);
      invitationRoute(operators, context);
    }),
  );
}
