import { servedSchema } from '../../resolvers/index.js';
import { type Clock, systemClock } from '../../src/clock.js';
import { readConfig } from '../../src/config/config.js';
import type { Environment } from '../../src/config/environment.js';
import { createContext, type GatewayContext } from '../../src/context.js';
import { createMetrics } from '../../src/metrics/index.js';
import { observeLive } from '../../src/server/observe-live.js';
import { openUpstream } from '../../src/upstream.js';
import { UpstreamWatch } from '../../src/upstream-watch.js';
import { type ServerParts, startTestServer, type TestServer } from './server.js';

export interface TestGateway {
  /** Where Vlens is for it: a fake upstream or the sandbox. */
  vlensUrl: string;
  apiKey?: string;
  /** Further settings, as in the environment; without any there is no quota, no retry and no breaker. */
  env?: Environment;
  overrides?: ServerParts<GatewayContext>['overrides'];
  explorer?: ServerParts<GatewayContext>['explorer'];
  sampleDocument?: string;
  startPage?: ServerParts<GatewayContext>['startPage'];
  tracing?: ServerParts<GatewayContext>['tracing'];
  signingPageFolder?: string;
  buildSigningPage?: () => Promise<boolean>;
  /** The system's unless a test holds it. */
  clock?: Clock;
}

/** A test that is about one of these says so. */
const NO_DISCIPLINE = {
  STATE_FOLDER: 'memory:',
  UPSTREAM_RATE_PER_SECOND: '0',
  UPSTREAM_RATE_PER_MINUTE: '0',
  UPSTREAM_RETRY_PERCENT: '0',
  UPSTREAM_BREAKER_FAILURES: '0',
};

/** The whole gateway in front of `vlensUrl`, as `src/main.ts` puts it together, on a port of its own. */
export async function startTestGateway({
  vlensUrl,
  apiKey = 'test-api-key',
  env,
  overrides,
  explorer,
  sampleDocument,
  startPage,
  tracing,
  signingPageFolder,
  buildSigningPage,
  clock = systemClock,
}: TestGateway): Promise<TestServer> {
  const settings = { ...NO_DISCIPLINE, ...env, VLENS_API_URL: vlensUrl, VLENS_API_KEY: apiKey };
  const config = readConfig(settings);
  const metrics = createMetrics();
  const liveObserver = observeLive(metrics, tracing ?? null);
  const watch = new UpstreamWatch({ warn: () => {}, error: () => {} });
  const vlens = await openUpstream({ url: vlensUrl, apiKey, watch }, config, { liveObserver, clock });
  const server = await startTestServer({
    schema: await servedSchema(config),
    createContext: (vlensOfCaller, facts) => createContext(vlensOfCaller, facts, config),
    vlens,
    live: vlens.live,
    stepsEnded: () => vlens.stepsEnded(),
    cut: () => vlens.cut(),
    upstreamHealth: vlens,
    watch,
    env: settings,
    metrics,
    overrides,
    explorer,
    sampleDocument,
    startPage,
    tracing,
    signingPageFolder,
    buildSigningPage,
  });
  return {
    ...server,
    async close() {
      await server.close();
      await vlens.close();
    },
  };
}
