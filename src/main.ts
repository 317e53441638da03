import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { servedSchema } from '../resolvers/index.js';
import { gatewayBanner, SAMPLE_QUERY, sampleDocument, startPageLinks } from './banner.js';
import { signingPageBuild } from './build-signing-page.js';
import { checkStart } from './check-start.js';
import { closeAtOnce, closeEach } from './close-each.js';
import { describeGiven } from './config/check-config.js';
import { readCommand } from './config/command-line.js';
import type { Config } from './config/config.js';
import { environment } from './config/environment.js';
import { helpText } from './config/reference.js';
import { isHangUpReload, outliveHangUps, reloadWithFile } from './config/reload.js';
import { createContext } from './context.js';
import { loadSandbox } from './load-sandbox.js';
import { createLogger } from './log.js';
import { batchedOutput, unbatchedOutput } from './log-output.js';
import { createMetrics, UNCOUNTED } from './metrics/index.js';
import { connectionBounds } from './open-files.js';
import { prepareStart } from './prepare-start.js';
import { sampleOperations } from './sample-operations.js';
import { startGateway } from './server/gateway.js';
import { observeLive } from './server/observe-live.js';
import { storingTimeMs } from './server/shutdown/shutdown.js';
import {
  endOnUncaughtException,
  endWhileStarting,
  exitOnConfigError,
  logUnhandledRejections,
  stopOnSignals,
} from './start-and-stop.js';
import { startLine } from './start-line.js';
import { warnOfChangedManifest } from './trusted-manifest.js';
import { openUpstream } from './upstream.js';
import { UpstreamWatch } from './upstream-watch.js';
import { gatewayVersion } from './version.js';
import { maxPerOperation } from './vlens/operations.js';

const SIGNING_PAGE = fileURLToPath(new URL('../web/', import.meta.url));

endOnUncaughtException();
const starting = endWhileStarting();
const env = environment();
outliveHangUps(env);
const command = await exitOnConfigError(() => readCommand(process.argv.slice(2), env));
if (command === 'help') end(helpText(gatewayVersion()));
if (command === 'version') end(`${gatewayVersion()}\n`);
const prepared = await exitOnConfigError(() => prepareStart(env, SIGNING_PAGE));
if (command === 'check-config') {
  const problems = await exitOnConfigError(() => checkStart(prepared.config));
  end(describeGiven(prepared.given, [...prepared.warnings, ...problems]));
}
const { config: settings, trustedDocuments } = prepared;
const { maxConnections, maxSubscribers, problem: tooFewFiles } = connectionBounds(settings.subscriptions.max);
const config = {
  ...settings,
  subscriptions: { ...settings.subscriptions, max: maxSubscribers },
  webhookSecrets: settings.webhookSecrets ?? secretsForSandbox(settings),
};
const logger = createLogger(config.logLevel, config.production ? batchedOutput() : unbatchedOutput());
logUnhandledRejections(logger);
for (const warning of prepared.warnings) logger.warn(warning);
if (tooFewFiles) logger.warn(tooFewFiles);

const upstream = config.vlens ? { ...config.vlens, sandbox: null } : await embeddedSandbox();
const { sandbox } = upstream;

const watch = new UpstreamWatch(logger);
const metrics = config.metrics ? createMetrics() : UNCOUNTED;
const tracing = await exitOnConfigError(async () =>
  config.tracing ? (await import('./tracing/otlp.js')).openTracing(config.tracing) : null,
);
const liveObserver = observeLive(metrics, tracing);
const vlens = await exitOnConfigError(() =>
  openUpstream({ ...upstream, watch, logger }, config, { liveObserver }),
);

const buildSigningPage = config.production ? undefined : signingPageBuild();
// A gateway that accepts only trusted documents needs the page's documents from the start.
if (config.trustedDocuments.only) await buildSigningPage?.();

starting.isListening();
const gateway = await exitOnConfigError(
  async () =>
    startGateway({
      config,
      schema: await servedSchema(config),
      createContext: (vlensOfCaller, facts) => createContext(vlensOfCaller, facts, config),
      maxPerOperation: maxPerOperation(),
      vlens,
      live: vlens.live,
      stepsEnded: () => vlens.stepsEnded(),
      cut: () => vlens.cut(),
      upstreamHealth: vlens,
      watch,
      trustedDocuments,
      logger,
      metrics,
      tracing,
      sampleDocument: sandbox ? sampleDocument(sandbox.signIn) : SAMPLE_QUERY,
      startPage: startPageLinks(sandbox),
      overrides: { maxConnections },
      signingPageFolder: SIGNING_PAGE,
      buildSigningPage,
      explorer: {
        libraryFolder: fileURLToPath(new URL('../explorer/', import.meta.url)),
        operations: () => sampleOperations(sandbox?.signIn ?? null, new Date()),
        newestCode: sandbox ? () => newestCodeOf(sandbox.url) : undefined,
      },
    }),
  { portSetting: 'PORT', port: config.port },
);

if (sandbox && config.sandbox.signingPageUrl === null) {
  sandbox.sendSignersTo(`${config.publicUrl ?? gateway.url}/sign`);
}
const [webhookSecret] = config.webhookSecrets ?? [];
if (sandbox && webhookSecret !== undefined) {
  await sandbox.subscribeWebhook({ url: `${gateway.url}/webhooks/vlens`, secret: webhookSecret });
}

const stopFollowing = watch.followStates(vlens);
const reloadNoMore = reloadWithFile(env, prepared.given, { config, logger, vlens });
const stopWatchingManifest = warnOfChangedManifest(config.trustedDocuments.manifest, logger);
stopOnSignals({
  async close() {
    const stoppingSince = performance.now();
    await closeEach(
      reloadNoMore,
      stopWatchingManifest,
      stopFollowing,
      () => gateway.close(),
      () => {
        const leftMs = storingTimeMs(config, performance.now() - stoppingSince);
        // All spans have ended. A store and a collector that can't be reached must not use up each other's time.
        return closeAtOnce(
          () => vlens.close(leftMs),
          () => tracing?.close(leftMs),
        );
      },
      () => sandbox?.close(),
    );
    logger.warn('stopped');
  },
  logger,
  hurry: () => gateway.hurry(),
  isHangUpReload: isHangUpReload(env),
});
starting.stopIfAsked();

logger.info(startLine(config, { url: gateway.url, upstreamUrl: upstream.url, maxConnections }), 'listening');
if (!config.production) process.stdout.write(gatewayBanner(gateway.url, sandbox ?? upstream));

/** The embedded sandbox sends status changes to this gateway, signed with a secret that only the two know. */
function secretsForSandbox({ vlens: real }: Config): string[] | null {
  return real ? null : [randomBytes(32).toString('base64url')];
}

function end(text: string): never {
  process.stdout.write(text);
  process.exit(0);
}

/** The newest code in the sandbox's inbox, for people who try the explorer. */
async function newestCodeOf(sandboxUrl: string): Promise<string | null> {
  const response = await fetch(`${sandboxUrl}/sandbox/inbox`);
  const { messages } = (await response.json()) as { messages: { code: string }[] };
  return messages[0]?.code ?? null;
}

/** Starts the sandbox in this process in place of Vlens. The client still talks to it over HTTP. */
async function embeddedSandbox() {
  const { startSandbox, SandboxStartError } = await exitOnConfigError(loadSandbox);
  const starting = {
    portSetting: 'SANDBOX_PORT',
    port: config.sandbox.port,
    ownErrors: SandboxStartError,
  };
  const sandbox = await exitOnConfigError(() => startSandbox(config.sandbox), starting);
  const subscribeWebhook = (target: Parameters<typeof sandbox.subscribeWebhook>[0]) =>
    exitOnConfigError(() => sandbox.subscribeWebhook(target), starting);
  return { url: sandbox.url, apiKey: sandbox.apiKey, sandbox: { ...sandbox, subscribeWebhook } };
}
