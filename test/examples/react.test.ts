import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import files from '@fastify/static';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
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
  const withoutKey: string[] = [];

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
    page.on('request', (request) => {
      const { query = '', variables } = JSON.parse(request.postData() ?? '{}');
      if (/\bmutation\b/.test(query) && !variables?.input?.idempotencyKey) withoutKey.push(query);
    });
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
    expect(withoutKey).toEqual([]);
  });
});

/** A page that shows one request, then another, in front of a gateway that the test plays. */
const HOST = `
import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { SignContract } from '${resolve('examples/react/sign-contract.tsx')}';

const execute = async (document, { id, input }) => {
  const { name } = document.definitions.find(({ kind }) => kind === 'OperationDefinition');
  const { errors, data } = await window.answer(name.value, id ?? input.requestId);
  if (errors) throw { errors };
  return data;
};
function Host() {
  const [requestId, setRequestId] = useState('one');
  const another = createElement('button', { onClick: () => setRequestId('another') }, 'Another request');
  return createElement('div', null, another, createElement(SignContract, { execute, requestId }));
}
createRoot(document.getElementById('root')).render(createElement(Host));
`;
const CONFIG = `export default ${JSON.stringify({
  resolve: {
    alias: {
      '@vlens-gateway/client': resolve('client/src/index.ts'),
      react: resolve('node_modules/react'),
      'react-dom': resolve('node_modules/react-dom'),
    },
  },
})};`;

describeInChromium('The component of the example in React', () => {
  const fault = (code: string, message: string, more = {}) => ({
    errors: [{ message, extensions: { code, ...more } }],
  });
  const sentOtp = { requestActivationOtp: { __typename: 'ActivationOtpSent', otpRequestId: 'otp' } };
  const validated = {
    validateActivationOtp: { __typename: 'ActivationOtpValidated', message: '', paymentUrl: null },
  };
  const standing = (nextStep: string) => ({
    businessRequest: { id: 'one', requestNumber: 'REQ-1', status: 'APPROVED', statusName: '', nextStep },
  });
  let folder: string;
  let pages: FastifyInstance;
  let browser: Browser;
  let page: Page;
  let sent: [string, string][] = [];
  let answers: Record<string, object> = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'react-component-'));
    await writeFile(
      join(folder, 'index.html'),
      '<div id="root"></div><script type="module" src="./main.js"></script>',
    );
    await writeFile(join(folder, 'main.js'), HOST);
    await writeFile(join(folder, 'vite.config.mjs'), CONFIG);
    const vite = ['node_modules/vite/bin/vite.js', 'build', folder, '--outDir', join(folder, 'built')];
    execFileSync(process.execPath, [...vite, '--logLevel', 'warn']);
    pages = Fastify();
    await pages.register(files, { root: join(folder, 'built') });
    const url = await pages.listen({ port: 0, host: 'localhost' });
    browser = await startChromium();
    const context = await browser.newContext({ geolocation: CAIRO, permissions: ['geolocation'] });
    page = await context.newPage();
    await page.exposeFunction('answer', (name: string, requestId: string) => {
      sent.push([name, requestId]);
      return answers[name] ?? fault('FORBIDDEN', `Nobody expects ${name}.`);
    });
    await page.goto(url);
  });
  beforeEach(async () => {
    sent = [];
    await page.reload();
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
    await rm(folder, { recursive: true });
  });
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  it('has a way on after a refusal and a failure, and shows nothing of it for another request', async () => {
    const rejection = { __typename: 'Rejection', message: 'Not today.', reason: 'OTHER' };
    answers = { AskForOtp: { data: { requestActivationOtp: rejection } } };
    await press('Sign the contract');
    await page.getByText('Not today.').waitFor();
    answers = { AskForOtp: fault('FORBIDDEN', 'Not you.') };
    await press('Sign the contract');
    await page.getByText('Not you. (FORBIDDEN)').waitFor();
    await press('Another request');
    await page.getByText('Your contract is ready.').waitFor();
    answers = { AskForOtp: { data: sentOtp } };
    await press('Sign the contract');
    await page.getByLabel('The code of the SMS').waitFor();
    expect(sent).toEqual([
      ['AskForOtp', 'one'],
      ['AskForOtp', 'one'],
      ['AskForOtp', 'another'],
    ]);
  });

  it('ends a signature where another request is shown', async () => {
    answers = { AskForOtp: { data: sentOtp } };
    await press('Sign the contract');
    await page.getByLabel('The code of the SMS').waitFor();
    await press('Another request');
    await page.getByText('Your contract is ready.').waitFor();
    expect(sent).toEqual([['AskForOtp', 'one']]);
  });

  it('looks again where it is not known whether the contract is signed, and sends nothing', async () => {
    const lost = fault('UPSTREAM_TIMEOUT', 'Lost.', { outcome: 'UNKNOWN' });
    answers = { AskForOtp: { data: sentOtp }, ValidateOtp: { data: validated }, Confirm: lost };
    await press('Sign the contract');
    await page.getByLabel('The code of the SMS').fill('123456');
    await press('Sign');
    await page.getByText('Your contract may be signed').waitFor();
    await press('Look again');
    await page.getByText('Your contract may be signed').waitFor();
    answers = { Status: { data: standing('DONE') } };
    await press('Look again');
    await page.getByText('You have signed this contract already.').waitFor();
    expect(sent.map(([name]) => name)).toEqual([
      ...['AskForOtp', 'ValidateOtp', 'Confirm', 'Status', 'Status', 'Status'],
    ]);
  });
});
