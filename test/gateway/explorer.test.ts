import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { sampleDocument, startPageLinks } from '../../src/banner.js';
import { readOperations } from '../../src/example-operations.js';
import { sampleOperations } from '../../src/sample-operations.js';
import { CAIRO, TestSandbox } from '../sandbox/support/sandbox.js';
import { describeInChromium, startChromium } from '../support/chromium.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { AHMED, CAR_LOAN, Frontend } from './frontend.js';

const WEBHOOK_SECRET = 'a-webhook-secret-for-the-explorer';
const signIn = { ...AHMED, city: 'Cairo', ...CAIRO };
let folder: string;
let sandbox: TestSandbox;
let gateway: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explorer-'));
  execFileSync(process.execPath, ['scripts/copy-explorer.mjs', folder]);
  sandbox = await TestSandbox.start();
  gateway = await start({ WEBHOOK_SECRET });
  await sandbox.subscribeWebhook({ url: `${gateway.url}/webhooks/vlens`, secret: WEBHOOK_SECRET });
});
afterAll(async () => {
  await gateway?.close();
  await sandbox?.close();
  await rm(folder, { recursive: true });
});

function start(env: Record<string, string>): Promise<TestServer> {
  return startTestGateway({
    vlensUrl: sandbox.url,
    apiKey: sandbox.apiKey,
    env,
    explorer: {
      libraryFolder: folder,
      operations: () => sampleOperations(signIn, new Date()),
      newestCode: async () => (await sandbox.newestSms(AHMED.phoneNumber))?.code ?? null,
    },
    sampleDocument: sampleDocument(signIn),
    startPage: startPageLinks({ url: sandbox.url, apiKey: sandbox.apiKey, signIn }),
  });
}

describe('the explorers', () => {
  const html = async (url: string, path: string) => {
    const response = await fetch(url + path, { headers: { accept: 'text/html' } });
    return { status: response.status, policy: response.headers.get('content-security-policy') ?? '' };
  };

  it('come in development, /explorer with a policy under which nothing is loaded from elsewhere', async () => {
    expect((await html(gateway.url, '/graphql')).status).toBe(200);
    const { status, policy } = await html(gateway.url, '/explorer');
    expect(status).toBe(200);
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/https?:|\*/);
  });

  it('are off in production, and on where EXPLORERS says so', async () => {
    for (const [explorers, expected] of [
      ['', false],
      ['true', true],
    ] as const) {
      const other = await start({ NODE_ENV: 'production', EXPLORERS: explorers });
      const isThere = async (path: string) => (await html(other.url, path)).status === 200;
      expect([await isThere('/graphql'), await isThere('/explorer')]).toEqual([expected, expected]);
      await other.close();
    }
  });

  it('are linked from /, as is all that a developer may open', async () => {
    const links = startPageLinks({ url: sandbox.url, apiKey: sandbox.apiKey, signIn });
    const page = await (await fetch(`${gateway.url}/`)).text();
    for (const { name } of links) expect(page).toContain(`>${name}</a>`);
    for (const [, href = ''] of page.matchAll(/href="([^"]+)"/g)) {
      const { pathname } = new URL(href, gateway.url);
      // Whether the pages of customers are there is up to the build.
      if (pathname !== '/join')
        expect([href, (await html('', new URL(href, gateway.url).href)).status]).toEqual([href, 200]);
    }
    const own = await (await fetch(`${sandbox.url}/`)).text();
    expect(own).toContain('href="/sandbox/"');
  });

  it('serve nothing of what lies beside their files', async () => {
    for (const path of ['page/../routes.ts', 'page/%2e%2e/routes.ts', 'library/', 'page/'])
      expect([403, 404]).toContain((await html(gateway.url, `/explorer/${path}`)).status);
  });
});

/** Stands in for the script of Apollo's CDN: tells what the page hands over. */
const SANDBOX = 'window.EmbeddedSandbox = class { constructor(options) { window.opened = options; } };';

interface Sandbox {
  initialEndpoint: string;
  initialState: { document: string; sharedHeaders: { Authorization: string } };
}

/** The first event of a subscription, as Sandbox asks for it in the page. */
const FIRST_EVENT = `({ url, query, Authorization }) => new Promise((resolve, reject) => {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  const send = (message) => socket.send(JSON.stringify(message));
  socket.onopen = () => send({ type: 'connection_init', payload: { Authorization } });
  socket.onclose = socket.onerror = () => reject(new Error('There is no WebSocket.'));
  socket.onmessage = ({ data }) => {
    const { type, payload } = JSON.parse(data);
    if (type === 'connection_ack') send({ type: 'subscribe', id: '1', payload: { query, operationName: 'LiveStatus' } });
    if (type === 'next') resolve(payload);
  };
})`;
const ANSWER = `async ({ url, query, operationName, Authorization }) => {
  const headers = { 'content-type': 'application/json', Authorization };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, operationName }) })).json();
}`;

describeInChromium('A developer at /graphql', () => {
  let browser: Browser;
  let page: Page;
  const refused: string[] = [];

  beforeAll(async () => {
    browser = await startChromium();
  });
  beforeEach(async () => {
    page = await browser.newPage();
    page.on('console', (message) => {
      if (/policy/i.test(message.text())) refused.push(message.text());
    });
  });
  afterEach(() => page.close());
  afterAll(() => browser?.close());

  const open = async (script: string | null) => {
    await page.route('**', (route) => {
      const url = route.request().url();
      if (url.startsWith(`${gateway.url}/`)) return route.continue();
      const isSandbox = url.startsWith('https://embeddable-sandbox.cdn.apollographql.com/');
      return script !== null && isSandbox
        ? route.fulfill({ body: script, contentType: 'text/javascript' })
        : route.abort();
    });
    await page.goto(`${gateway.url}/graphql`);
  };
  const inPage = <T>(code: string, given: object) => page.evaluate<T>(`(${code})(${JSON.stringify(given)})`);

  it('has Apollo Sandbox open with operations that run as they stand, and a header for the session', async () => {
    await open(SANDBOX);
    const { initialEndpoint: url, initialState } = await page.evaluate<Sandbox>('window.opened');
    expect(url).toBe(`${gateway.url}/graphql`);
    const { document: query, sharedHeaders } = initialState;
    let { Authorization } = sharedHeaders;
    const names = [...query.matchAll(/^(?:query|mutation) (\w+)/gm)].map(([, name]) => name);
    expect(names).toEqual(['LogIn', 'Products', 'Eligibility', 'Requests']);
    for (const operationName of names) {
      const { data, errors } = await inPage<{ data?: { login?: { accessToken: string } }; errors?: [] }>(
        ANSWER,
        {
          ...{ url, query, operationName, Authorization },
        },
      );
      expect([operationName, errors]).toEqual([operationName, undefined]);
      // What a person does with it.
      if (data?.login) Authorization = Authorization.replace(/ .*/, ` ${data.login.accessToken}`);
    }
    const first = inPage<{ data: object }>(FIRST_EVENT, { url, query, Authorization });
    const ahmed = new Frontend(gateway, sandbox, AHMED);
    await ahmed.logIn();
    await ahmed.approved(CAR_LOAN);
    expect((await first).data).toMatchObject({
      businessRequestStatusChanged: { status: expect.any(String) },
    });
    expect(refused).toEqual([]);
    await sandbox.control('POST', 'reset');
  });

  it('is told that it takes the internet, where there is none', async () => {
    await open(null);
    await page.getByText('Apollo Sandbox cannot be loaded; it appears that you might be offline.').waitFor();
    await page.getByRole('link', { name: 'The explorer' }).click();
    await page.waitForURL(`${gateway.url}/explorer`);
  });
});

describeInChromium('A developer without internet, at /explorer', () => {
  let browser: Browser;
  let page: Page;
  const failures: string[] = [];

  beforeAll(async () => {
    browser = await startChromium();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    page.setDefaultTimeout(90_000);
    page.on('pageerror', ({ message }) => failures.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') failures.push(message.text());
    });
    await page.route('**', (route) => {
      if (route.request().url().startsWith(`${gateway.url}/`)) return route.continue();
      failures.push(`asked for ${route.request().url()}`);
      return route.abort();
    });
    await page.goto(`${gateway.url}/explorer`);
  });
  afterAll(() => browser?.close());

  const openTab = async (name: string) => {
    await page.getByRole('tab', { name: new RegExp(`^${name}(?!\\w)`) }).click();
    await page.locator('.graphiql-query-editor').getByText(name, { exact: true }).first().waitFor();
  };
  const run = () => page.getByRole('button', { name: /^Execute query/ }).click();
  const answer = () => page.locator('.result-window .CodeMirror').first();
  const says = (text: string) => answer().getByText(text).first().waitFor();

  it('finds every operation of the client in a tab, but for that whose pictures nobody types', async () => {
    await page.getByRole('tab', { name: /^LiveStatus/ }).waitFor();
    const tabs = await page.getByRole('tab').allInnerTexts();
    const operations = readdirSync('client/operations/').flatMap((file) => [
      ...readOperations(`client/operations/${file}`).keys(),
    ]);
    expect(tabs.map((name) => name.trim()).sort()).toEqual(
      operations.filter((name) => !/^(Revalidate|VerifyId|VerifyLiveness)/.test(name)).sort(),
    );
  });

  it('logs in and reads the products with the session, without copying anything', async () => {
    // The tab that the page opens with, as it stands.
    await run();
    await says('"Session"');
    await openTab('Products');
    await run();
    await says('"Personal Loan"');
  });

  it('is told what is missing, and signs by running one tab after the other, over a reload too', async () => {
    await openTab('ValidateOtp');
    await run();
    await says('there is no otpRequestId yet. Run AskForOtp first');
    await openTab('Create');
    await run();
    await says('"BusinessRequestCreated"');
    await page.reload();
    for (const [tab, told] of [
      ['AskForOtp', '"ActivationOtpSent"'],
      ['ValidateOtp', '"ActivationOtpValidated"'],
    ] as const) {
      await openTab(tab);
      await page.getByText('<id of the request>').first().waitFor();
      await run();
      await says(told);
    }
    expect(await page.evaluate('document.querySelector(".graphiql-tabs").scrollWidth <= innerWidth')).toBe(
      true,
    );
    await page.screenshot({ path: '.screenshots/explorer.png' });
    await sandbox.control('POST', 'reset');
    await openTab('LogIn');
    await run();
    await says('"Session"');
  });

  it('sees a status change arrive', async () => {
    const ahmed = new Frontend(gateway, sandbox, AHMED);
    await ahmed.logIn();
    await openTab('LiveStatus');
    await run();
    await page.getByRole('button', { name: /^Stop query/ }).waitFor();
    const id = await ahmed.approved(CAR_LOAN);
    await says(`"${id}"`);
    await says('"APPROVED"');
    await page.getByRole('button', { name: /^Stop query/ }).click();
  });

  it('finds the headers again after a reload, and no token in what the browser kept', async () => {
    await page.reload();
    await page.getByRole('tab', { name: /^LogIn/ }).waitFor();
    const kept = await page.evaluate<string>('JSON.stringify(Object.entries(localStorage))');
    expect(kept).toContain('Bearer <accessToken>');
    expect(kept).not.toMatch(/eyJ/);
    expect(failures).toEqual([]);
  });

  it('finds a header of its own again after a reload, and it is sent', async () => {
    await openTab('LogIn');
    await page.getByRole('button', { name: 'Headers' }).click();
    const headers = page.locator('.graphiql-editor:not(.hidden) .CodeMirror textarea').last();
    await headers.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(
      '{ "Authorization": "Bearer <accessToken>", "x-request-id": "of-my-own" }',
    );
    // It is kept a moment after the last key, for the tab and by itself; where only one of them is, a reload adds a tab.
    const isKept =
      '["headers", "tabState"].every((key) => localStorage["graphiql:" + key]?.includes("of-my-own"))';
    while (!(await page.evaluate(isKept))) await page.waitForTimeout(50);
    await page.reload();
    await openTab('LogIn');
    const sent = page.waitForRequest(
      (request) => request.url() === `${gateway.url}/graphql` && /LogIn/.test(request.postData() ?? ''),
    );
    await run();
    expect((await sent).headers()).toMatchObject({ 'x-request-id': 'of-my-own' });
    await says('"Session"');
  });

  it('opens a tab only once there are editors for it, and has no tab more after a reload at once', async () => {
    const other = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    // How many editors stood there when a tab could first be clicked.
    await other.addInitScript(`new MutationObserver((_changes, observer) => {
      if (document.querySelector('[role=tab]')?.closest('[inert]') !== null) return;
      window.editors = document.querySelectorAll('.CodeMirror').length;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true, attributes: true })`);
    const names = async () => {
      while (!(await other.evaluate('window.editors !== undefined'))) await other.waitForTimeout(20);
      expect(await other.evaluate('window.editors')).toBe(4);
      return (await other.getByRole('tab').allInnerTexts()).map((name) => name.trim());
    };
    await other.goto(`${gateway.url}/explorer`);
    const atFirst = await names();
    while (!(await other.evaluate('"graphiql:tabState" in localStorage'))) await other.waitForTimeout(20);
    for (let reload = 0; reload < 2; reload++) {
      await other.reload();
      expect(await names()).toEqual(atFirst);
    }
  });

  it('sees the tab that it adds, though the others fill the rows in sight', async () => {
    await page.getByRole('button', { name: 'Add tab' }).click();
    const isInSight = `(() => {
      const { bottom } = document.querySelector('.graphiql-tab-active').getBoundingClientRect();
      const tabs = document.querySelector('.graphiql-tabs').getBoundingClientRect();
      return document.querySelector('.graphiql-tab-active').innerText.includes('untitled') && bottom <= tabs.bottom;
    })()`;
    while (!(await page.evaluate(isInSight))) await page.waitForTimeout(50);
  });
});
