import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readOperations } from '../../src/example-operations.js';
import { GatewayClient } from '../../tools/demo/gateway-client.js';
import type { Narrator } from '../../tools/demo/narrator.js';
import { Sandbox } from '../../tools/demo/sandbox.js';
import { SigningStory } from '../../tools/demo/story.js';
import { AHMED, CAR_LOAN, Frontend } from '../gateway/frontend.js';
import { TestSandbox } from '../sandbox/support/sandbox.js';
import { startTestGateway } from '../support/gateway.js';

const OPERATIONS = new URL('../../client/operations/sign-a-contract.graphql', import.meta.url);
const silent: Narrator = { step: () => {}, remark: () => {}, live: () => {}, end: () => {} };

it('says who stopped answering, and what to do', async () => {
  const gone = new Sandbox('http://127.0.0.1:1');
  const sentence =
    'The sandbox at http://127.0.0.1:1 stopped answering; run the demo again to see it through.';
  await expect(gone.cardSide('front', 1)).rejects.toThrow(sentence);
  await expect(gone.newestCode('+201000000001')).rejects.toThrow(sentence);
});

it('plays its story however often, also where an earlier run left a request open', async () => {
  const sandbox = await TestSandbox.start();
  await sandbox.control('POST', 'tenant', { quotaPerSecond: 1000, quotaPerMinute: 1000 });
  // Nothing tells this gateway of changes: what it keeps of its callers' reads is as old as it may be.
  const gateway = await startTestGateway({
    vlensUrl: sandbox.url,
    apiKey: sandbox.apiKey,
    env: { CACHE_MAX_AGE_MS: '700' },
  });
  const folder = await mkdtemp(join(tmpdir(), 'demo-'));
  try {
    for (let plays = 0; plays < 3; plays += 1) {
      const left = new Frontend(gateway, sandbox, AHMED);
      await left.logIn();
      await left.approved(CAR_LOAN);
      const client = new GatewayClient(gateway.url, readOperations(OPERATIONS), silent);
      const story = new SigningStory(client, new Sandbox(sandbox.url), AHMED, silent);
      expect(await story.play(folder)).toMatchObject({ pages: 2 });
    }
  } finally {
    await gateway.close();
    await sandbox.close();
    await rm(folder, { recursive: true });
  }
}, 120_000);
