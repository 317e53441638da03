import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

describe('GraphQL over HTTP, as graphql-http audits it:', () => {
  for (const { id, name, fn } of serverAudits({ url: () => `${gateway.url}/graphql` })) {
    it(`${id} ${name}`, async () => {
      const result = await fn();
      const isOptional = name.startsWith('MAY');
      if (result.status !== 'ok' && !isOptional) {
        const answer =
          'response' in result ? `${result.response.status} ${await result.response.text()}` : '';
        expect(`${result.status}: ${'reason' in result ? result.reason : ''} ${answer}`).toBe('ok');
      }
    });
  }
});
