import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestSandbox } from '../sandbox/support/sandbox.js';
import { ROOT } from '../support/compile.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { WEBHOOK_SECRET } from '../support/webhook.js';

interface Result {
  title: string;
  rows: Record<string, { note?: string | null; failure?: string }>;
}

const FOLDER = join(ROOT, 'test/clients');
const hasClients = existsSync(join(FOLDER, 'node_modules'));
const { ADAPTERS, clientsReference }: { ADAPTERS: string[]; clientsReference(results: Result[]): string } =
  await import(join(FOLDER, 'reference.mjs'));
const describeWithClients = hasClients
  ? describe
  : (title: string, tests: () => void) =>
      describe.skip(`${title} (left out: no clients here; npm --prefix test/clients ci)`, tests);
const results: Result[] = [];

let sandbox: TestSandbox;
let gateway: TestServer;

beforeAll(async () => {
  sandbox = await TestSandbox.start();
  const env = { WEBHOOK_SECRET, CACHE_MAX_AGE_MS: '0' };
  gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey, env });
  await sandbox.subscribeWebhook({ url: `${gateway.url}/webhooks/vlens`, secret: WEBHOOK_SECRET });
});
afterEach(async () => {
  await sandbox.control('POST', 'reset');
  await sandbox.control('POST', 'clock', { reset: true });
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

describeWithClients('A real client, as it comes out of the box', () => {
  it.each(ADAPTERS)(
    'goes through the whole story: %s',
    async (adapter) => {
      const result = await story(adapter);
      results.push(result);
      expect(Object.entries(result.rows).filter(([, { failure }]) => failure)).toEqual([]);
    },
    120_000,
  );

  it('does what the reference says', () => {
    expect(clientsReference(results)).toBe(readFileSync(join(ROOT, 'docs/reference/clients.md'), 'utf8'));
  });
});

async function story(adapter: string): Promise<Result> {
  const env = { ...process.env, GATEWAY_URL: gateway.url, SANDBOX_URL: sandbox.url };
  const { stdout } = await promisify(execFile)(process.execPath, [join(FOLDER, 'run.mjs'), adapter], { env });
  return JSON.parse(stdout);
}
