import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import files from '@fastify/static';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { Signer } from '../client/a-signer.js';
import { ASWAN, CAIRO, TestSandbox } from '../sandbox/support/sandbox.js';
import { describeInChromium, startChromium } from '../support/chromium.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

const PERSONAL_LOAN = 414;

describeInChromium('The example in React, in a browser', () => {
  let folder: string;
  let pages: FastifyInstance;
  let sandbox: TestSandbox;
  let gateway: TestServer;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'react-example-'));
    const vite = ['node_modules/vite/bin/vite.js', 'build', 'examples/react', '--outDir', folder];
    execFileSync(process.execPath, [...vite, '--logLevel', 'warn']);
    pages = Fastify();
    await pages.register(files, { root: folder });
    const pagesUrl = await pages.listen({ port: 0, host: 'localhost' });
    sandbox = await TestSandbox.start();
    gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey });
    browser = await startChromium();
    const context = await browser.newContext({ geolocation: CAIRO, permissions: ['geolocation', 'camera'] });
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${pagesUrl}/?gateway=${encodeURIComponent(`${gateway.url}/graphql`)}`);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
    await sandbox?.close();
    await pages?.close();
    await rm(folder, { recursive: true });
  });

  it('signs a contract far from home: the camera, a wrong code, the right one and the payment', async () => {
    const signer = await Signer.loggedIn(gateway, sandbox);
    const requestId = await signer.create(PERSONAL_LOAN);
    await page.getByLabel('Password').fill('Cairo-2026!');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Sign the contract' }).waitFor();

    await page.context().setGeolocation(ASWAN);
    await page.getByRole('button', { name: 'Sign the contract' }).click();
    await page.getByRole('button', { name: 'Take pictures of my face' }).click();

    const code = page.getByLabel('The code of the SMS');
    await code.waitFor();
    const right = await signer.newestCode();
    await code.fill(right === '000000' ? '000001' : '000000');
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await code.fill(right);
    await page.getByRole('button', { name: 'Sign', exact: true }).click();

    expect(await page.getByRole('link', { name: 'Pay' }).getAttribute('href')).toMatch(/^http/);
    await sandbox.control('POST', `requests/${requestId}/pay`, {});
    await page.getByRole('button', { name: 'I have paid' }).click();
    await page.getByText(/^Signed: REQ-/).waitFor();
    expect(errors).toEqual([]);
  });
});
