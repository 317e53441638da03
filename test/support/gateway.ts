import { buildGatewaySchema } from '../../resolvers/index.js';
import { type Environment, readConfig } from '../../src/config.js';
import { createContext } from '../../src/context.js';
import { openUpstream } from '../../src/upstream.js';
import { startTestServer, type TestServer } from './server.js';

export interface TestGateway {
  /** Where Vlens is for it: a fake upstream or the stand-in. */
  vlensUrl: string;
  apiKey?: string;
  /** Further settings, as in the environment; without any there is no quota to keep. */
  env?: Environment;
}

const NO_QUOTA = { UPSTREAM_RATE_PER_SECOND: '0', UPSTREAM_RATE_PER_MINUTE: '0' };

/** The whole gateway in front of `vlensUrl`, as `src/main.ts` puts it together, on a port of its own. */
export async function startTestGateway({
  vlensUrl,
  apiKey = 'test-api-key',
  env,
}: TestGateway): Promise<TestServer> {
  const settings = { ...NO_QUOTA, ...env, VLENS_API_URL: vlensUrl, VLENS_API_KEY: apiKey };
  const config = readConfig(settings);
  const vlens = openUpstream({ url: vlensUrl, apiKey }, config);
  const server = await startTestServer({
    schema: await buildGatewaySchema(),
    createContext,
    vlens,
    upstreamUrl: vlensUrl,
    env: settings,
  });
  return {
    ...server,
    async close() {
      await server.close();
      vlens.close();
    },
  };
}
