import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import {
  EligibilityDocument,
  fetchExecute,
  fetchWithSession,
  LiveStatusDocument,
  LogInDocument,
  type Tokens,
} from '../../client/src/index.js';
import { AHMED, CAR_LOAN, Frontend } from '../gateway/frontend.js';
import { CAIRO, TestSandbox } from '../sandbox/support/sandbox.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

let sandbox: TestSandbox;
let gateway: TestServer;
let url: string;
beforeEach(async () => {
  sandbox = await TestSandbox.start();
  gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey });
  url = `${gateway.url}/graphql`;
});
afterEach(async () => {
  await gateway.close();
  await sandbox.close();
});

async function logIn(): Promise<Tokens> {
  const { login } = await fetchExecute({ url })(LogInDocument, { input: { ...AHMED, geoLocation: CAIRO } });
  if (login.__typename !== 'Session') throw new Error('Not logged in.');
  return login;
}
const dayLater = (days = 1) => {
  sandbox.time.now = new Date(sandbox.time.now.getTime() + days * 86_400_000 + 60_000);
};

it('A session that has ended goes on by itself, refreshed once for all who wait', async () => {
  const kept: Tokens[] = [];
  const tokens = await logIn();
  const { execute } = fetchWithSession({ url, tokens, onTokens: (next) => void kept.push(next) });
  dayLater();
  const answers = await Promise.all([1, 2, 3].map(() => execute(EligibilityDocument, {})));
  for (const { eligibility } of answers) expect(eligibility).toHaveProperty('isEligible');
  expect(kept).toHaveLength(1);
  expect(kept[0]?.refreshToken).not.toBe(tokens.refreshToken);
});

it('A subscription opens with the new token', async () => {
  const frontend = new Frontend(gateway, sandbox, AHMED);
  await frontend.logIn();
  const requestId = await frontend.approved(CAR_LOAN);
  const { watch } = fetchWithSession({ url, tokens: await logIn() });
  dayLater();
  const left = new AbortController();
  const told: unknown[] = [];
  for await (const data of watch(LiveStatusDocument, { requestId }, left.signal)) {
    told.push(data);
    left.abort();
    break;
  }
  expect(told).toMatchObject([{ businessRequestStatusChanged: { requestId } }]);
});

it('A WebSocket that was closed for its token opens with a refreshed one, once for both that wait', async () => {
  const frontend = new Frontend(gateway, sandbox, AHMED);
  await frontend.logIn();
  const requestId = await frontend.approved(CAR_LOAN);
  const kept: Tokens[] = [];
  const tokens = await logIn();
  const session = fetchWithSession({ url, tokens, onTokens: (next) => void kept.push(next) });
  const { connectionParams, closed } = session;
  const codes: unknown[] = [];
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams,
    retryWait: async () => {},
    on: {
      closed: (event) => {
        codes.push((event as { code: number }).code);
        closed(event);
      },
    },
  });
  dayLater();
  const query = print(LiveStatusDocument);
  const told: unknown[] = [];
  for await (const { data } of client.iterate({ query, variables: { requestId } })) {
    if (!data) continue;
    told.push(data);
    break;
  }
  expect(told).toMatchObject([{ businessRequestStatusChanged: { requestId } }]);
  expect((await session.execute(EligibilityDocument, {})).eligibility).toHaveProperty('isEligible');
  await client.dispose();
  expect(codes[0]).toBe(4403);
  expect(kept).toHaveLength(1);
});

it('One that can’t be refreshed asks for a login, and gives up where there is none', async () => {
  const tokens = await logIn();
  dayLater(8);
  const given = fetchWithSession({ url, tokens, onSessionExpired: logIn });
  expect((await given.execute(EligibilityDocument, {})).eligibility).toHaveProperty('isEligible');
  const alone = fetchWithSession({ url, tokens: { accessToken: 'ended' } });
  await expect(alone.execute(EligibilityDocument, {})).rejects.toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});
