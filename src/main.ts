import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { servedSchema } from '../resolvers/index.js';
import { gatewayBanner, SAMPLE_QUERY, sampleDocument } from './banner.js';
import { checkedSettings } from './check-config.js';
import { type Config, environment, readConfig } from './config.js';
import { withConfigFile } from './config-file.js';
import { createContext } from './context.js';
import { createLogger } from './log.js';
import { batchedOutput } from './log-output.js';
import { reloadWithFile } from './reload.js';
import { sampleOperations } from './sample-operations.js';
import { startGateway } from './server/gateway.js';
import { exitOnConfigError, logUnhandledRejections, stopOnSignals } from './start-and-stop.js';
import { readTrustedDocuments } from './trusted-manifest.js';
import { openUpstream } from './upstream.js';

const SIGNING_PAGE = fileURLToPath(new URL('../web/', import.meta.url));

const env = environment();
if (process.argv.includes('--check-config')) {
  process.stdout.write(await exitOnConfigError(() => checkedSettings(env)));
  process.exit(0);
}
const settings = await exitOnConfigError(() => readConfig(withConfigFile(env)));
const config = { ...settings, webhookSecret: settings.webhookSecret ?? secretForSandbox(settings) };
const logger = createLogger(config.logLevel, config.production ? batchedOutput() : undefined);
logUnhandledRejections(logger);

const upstream = config.vlens ? { ...config.vlens, sandbox: null } : await embeddedSandbox();
const { sandbox } = upstream;

const vlens = await openUpstream(upstream, config);

const tracing = config.tracing ? (await import('./tracing/otlp.js')).openTracing(config.tracing) : null;

const gateway = await exitOnConfigError(
  async () =>
    startGateway({
      config,
      schema: await servedSchema(config),
      createContext,
      vlens,
      live: vlens.live,
      upstreamHealth: vlens,
      trustedDocuments: readTrustedDocuments(config.trustedDocuments, SIGNING_PAGE),
      logger,
      tracing,
      sampleDocument: sandbox ? sampleDocument(sandbox.signIn) : SAMPLE_QUERY,
      signingPageFolder: SIGNING_PAGE,
      explorer: {
        libraryFolder: fileURLToPath(new URL('../explorer/', import.meta.url)),
        operations: () => sampleOperations(sandbox?.signIn ?? null, new Date()),
      },
    }),
  { portSetting: 'PORT', port: config.port },
);

if (sandbox && config.sandbox.signingPageUrl === null) {
  sandbox.sendSignersTo(`${config.publicUrl ?? gateway.url}/sign`);
}
if (sandbox && config.webhookSecret !== null) {
  await sandbox.subscribeWebhook({ url: `${gateway.url}/webhooks/vlens`, secret: config.webhookSecret });
}

const reloadNoMore = reloadWithFile(env, { config, logger, vlens });
stopOnSignals(async () => {
  reloadNoMore();
  await gateway.close();
  await vlens.close();
  await sandbox?.close();
  await tracing?.close();
});

logger.info({ url: gateway.url, sandbox: sandbox !== null }, 'listening');
if (!config.production) process.stdout.write(gatewayBanner(gateway.url, sandbox ?? upstream));

/** The embedded sandbox announces status changes to this gateway, signed with what only the two know. */
function secretForSandbox({ vlens: real }: Config): string | null {
  return real ? null : randomBytes(32).toString('base64url');
}

/**
 * The sandbox in this process takes the place of Vlens; the client speaks to it over HTTP all the same. Its database,
 * pictures and PDFs are loaded here alone: a gateway before the real Vlens does without them.
 */
async function embeddedSandbox() {
  const { startSandbox, SandboxStartError } = await import('../sandbox/src/index.js');
  const sandbox = await exitOnConfigError(() => startSandbox(config.sandbox), {
    portSetting: 'SANDBOX_PORT',
    port: config.sandbox.port,
    ownErrors: SandboxStartError,
  });
  return { url: sandbox.url, apiKey: sandbox.apiKey, sandbox };
}
