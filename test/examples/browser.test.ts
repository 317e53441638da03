import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { AHMED } from '../gateway/frontend.js';
import { TestSandbox } from '../sandbox/support/sandbox.js';
import { describeInChromium, startChromium } from '../support/chromium.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
};
let built: string;

/** What any server of files does, at the root of this repository. */
const files = createServer(async ({ url = '/' }, response) => {
  const { pathname } = new URL(url, 'http://localhost');
  const path = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
  const [, ofClient] = /^\/client\/dist\/(.+)/.exec(path) ?? [];
  try {
    const body = await readFile(ofClient ? join(built, ofClient) : join(process.cwd(), path));
    response.setHeader('content-type', TYPES[extname(path)] ?? 'text/html');
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});

describeInChromium('The example for browsers without a build', () => {
  let sandbox: TestSandbox;
  let gateway: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    built = await mkdtemp(join(tmpdir(), 'client-'));
    const into = ['--outDir', built, '--tsBuildInfoFile', join(built, '.tsbuildinfo')];
    execFileSync(process.execPath, [
      'node_modules/typescript/bin/tsc',
      ...['-p', 'client/tsconfig.json', ...into],
    ]);
    browser = await startChromium();
    sandbox = await TestSandbox.start();
    gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey });
    await new Promise<void>((up) => files.listen(0, 'localhost', up));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    files.close();
    files.closeAllConnections();
    await gateway?.close();
    await sandbox?.close();
    await rm(built, { recursive: true });
  });

  let page: Page;
  const failures: string[] = [];
  const sent: string[] = [];
  const open = (url: string) => {
    const { port } = files.address() as AddressInfo;
    return page.goto(`http://localhost:${port}/examples/browser/?gateway=${url}`);
  };
  const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
  beforeEach(async () => {
    page = await browser.newPage();
    failures.length = 0;
    sent.length = 0;
    page.on('pageerror', ({ message }) => failures.push(message));
    page.on('request', (request) => {
      const [, name] = /\bmutation (\w+)/.exec(request.postData() ?? '') ?? [];
      if (name) sent.push(name);
    });
  });
  afterEach(async () => {
    await page.close();
    await sandbox.control('POST', 'reset');
  });

  it('logs in, lists, creates and signs, and says what went wrong', async () => {
    await open(`${gateway.url}/graphq`);
    await press('Log in');
    await page.getByText('WRONG_ADDRESS').or(page.getByText('NETWORK')).waitFor();
    await open(`${gateway.url}/graphql`);
    await press('Log in');
    await page.getByText('Hello, Ahmed').waitFor();
    await press('Ask for a car loan');
    await press(/^Sign REQ/);
    await page.getByText('A code is on its way.').waitFor();
    await page.getByLabel('Code from the SMS').fill((await sandbox.newestSms(AHMED.phoneNumber)).code);
    await press('Sign');
    await page.getByText('Signed.', { exact: true }).waitFor();
    await page.getByText('Customer Signed').waitFor();
    expect(failures).toEqual([]);
  });

  it('takes a press once, says why it failed, and sends another code after one that is too old', async () => {
    await open(`${gateway.url}/graphql`);
    await press('Log in');
    await page.getByText('Hello, Ahmed').waitFor();
    await press('Ask for a car loan');
    const sign = page.getByRole('button', { name: /^Sign REQ/ });
    await sign.waitFor();
    const extensions = { code: 'FORBIDDEN', requestId: 'r-1' };
    await page.route(`${gateway.url}/graphql`, (route) =>
      route.request().postData()?.includes('mutation AskForOtp')
        ? route.fulfill({
            headers: { 'access-control-allow-origin': '*' },
            json: { data: null, errors: [{ message: 'Not you.', extensions }] },
          })
        : route.continue(),
    );
    await sign.click();
    await page.getByText('Not you. (FORBIDDEN, r-1)').waitFor();
    await page.unroute(`${gateway.url}/graphql`);

    sent.length = 0;
    await sign.dblclick();
    const code = page.getByLabel('Code from the SMS');
    await code.waitFor();
    await code.fill((await sandbox.newestSms(AHMED.phoneNumber)).code);
    expect(sent).toEqual(['AskForOtp']);
    sandbox.passSeconds(301);
    await press('Sign');
    await press('Send another code');
    await page.getByText('A code is on its way.').waitFor();
    await code.fill((await sandbox.newestSms(AHMED.phoneNumber)).code);
    await press('Sign');
    await page.getByText('Signed.', { exact: true }).waitFor();
    expect(sent).toEqual(['AskForOtp', 'ValidateOtp', 'AskForOtp', 'ValidateOtp', 'Confirm']);
    expect(failures).toEqual([]);
  });
});
