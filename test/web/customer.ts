import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import type { Browser, BrowserContext, CDPSession, Locator, Page, Request } from 'playwright-core';
import { type AHMED, Frontend } from '../gateway/frontend.js';
import { CAIRO, TestSandbox } from '../sandbox/support/sandbox.js';
import { startChromium } from '../support/chromium.js';
import { startTestGateway } from '../support/gateway.js';
import { COLOURS_AND_WORDS, unreadableParts } from '../support/readable.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { builtPages } from './built-pages.js';

/** Pictures of what was seen, kept after the run and not in git; WITHOUT_PICTURES=1 leaves them out, where nobody looks at them. */
const PICTURES = fileURLToPath(new URL('../../.screenshots/', import.meta.url));
const KEEPS_PICTURES = env.WITHOUT_PICTURES !== '1';
const WEBHOOK_SECRET = 'a-webhook-secret-for-the-signing-page';

/** Keeps what was measured beside the pictures: a machine that is busy measures something else, so that no test depends on it. */
export function keepFigures(name: string, figures: object): void {
  mkdirSync(PICTURES, { recursive: true });
  writeFileSync(join(PICTURES, `${name}.json`), `${JSON.stringify(figures, null, 2)}\n`);
}

/**
 * The camera counts three seconds down before it looks, in each test: nothing is shown by waiting for them. And a browser that a busy
 * machine holds up says late whether it may tell the place.
 */
const SECONDS = `{
  const later = setTimeout;
  const test = { 1000: 30, 500: 20_000 };
  globalThis.setTimeout = (then, ms, ...more) => later(then, test[ms] ?? ms, ...more);
}`;

/** A page that the browser runs ahead of the visit, until it is told to show it. A tab that keeps something has been shown before. */
const AHEAD = `{
  let isAhead = sessionStorage.length === 0;
  Object.defineProperty(document, 'prerendering', { get: () => isAhead });
  globalThis.come = () => {
    isAhead = false;
    document.dispatchEvent(new Event('prerenderingchange'));
  };
}`;

/** A browser that refuses storage, and channels between tabs with it. */
const NO_STORAGE = `{
  const refuse = () => { throw new DOMException('Refused.', 'SecurityError'); };
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
    Object.defineProperty(window, name, { get: refuse });
  window.BroadcastChannel = function () { refuse(); };
}`;

/** Notes what has the focus as each screen comes, in the turn that draws it and before anybody can press a key. */
const HEARD = `{
  const heard = (globalThis.heard = []);
  let last;
  new MutationObserver(() => {
    const heading = document.querySelector('h1');
    if (!heading || heading === last) return;
    last = heading;
    heard.push({ screen: heading.textContent, heard: document.activeElement.textContent });
  }).observe(document, { childList: true, subtree: true });
}`;

/** Notes what a screen reader is given to read out at once: an alert that comes with a text, and a text that comes into one. */
const ALERTED = `{
  const alerted = (globalThis.alerted = []);
  new MutationObserver((changes) => {
    const told = new Set();
    for (const { target, addedNodes } of changes) {
      const around = (target.nodeType === 1 ? target : target.parentElement)?.closest('[role=alert]');
      if (around) told.add(around);
      else
        for (const node of addedNodes)
          if (node.nodeType === 1)
            for (const each of [node, ...node.querySelectorAll('*')]) if (each.role === 'alert') told.add(each);
    }
    for (const { isConnected, textContent } of told) if (isConnected && textContent) alerted.push(textContent);
  }).observe(document, { childList: true, characterData: true, subtree: true });
}`;

/** What the camera's screen says. */
const CAMERA = {
  en: { take: 'I am ready', tooSlow: 'The camera is too slow' },
  ar: { take: 'أنا جاهز', tooSlow: 'الكاميرا بطيئة' },
};

/** Where a customer is, and with what. */
interface VisitOptions {
  locale?: 'en-GB' | 'ar-EG';
  viewport?: { width: number; height: number };
  geolocation?: { latitude: number; longitude: number };
  /** What the browser lets the page have without asking. */
  permissions?: string[];
  colorScheme?: 'light' | 'dark';
  reducedMotion?: 'reduce' | 'no-preference';
}

/** A contract as it comes, to be changed. */
interface ContractAnswer {
  formFields: Record<string, unknown>[];
  documents: object[];
  terms: object;
}

interface ContractCarrier {
  businessRequest?: ContractAnswer | null;
}

/** The sandbox, the gateway with the page as it is now, and a browser. */
export class SigningDesk {
  /** Contexts that nobody is in, with nothing left in them: a new one costs its first page three times the work. */
  readonly #idle: { locale: string; context: BrowserContext }[] = [];

  private constructor(
    readonly sandbox: TestSandbox,
    readonly gateway: TestServer,
    readonly browser: Browser,
    /** The built pages. */
    readonly pages: string,
    /** For what a test writes. */
    readonly folder: string,
  ) {}

  static async open(env: Record<string, string> = {}): Promise<SigningDesk> {
    const folder = await mkdtemp(join(tmpdir(), 'signing-page-'));
    const pages = builtPages();
    // As an operator may have it: only what their own frontend sends is taken, and what the page sends.
    const manifest = join(folder, 'of-the-operator.json');
    await writeFile(
      manifest,
      JSON.stringify({ ['0'.repeat(64)]: 'query Own { eligibility { isEligible } }' }),
    );
    const settings = {
      WEBHOOK_SECRET,
      CACHE_MAX_AGE_MS: '0',
      TRUSTED_DOCUMENTS: manifest,
      TRUSTED_DOCUMENTS_ONLY: 'true',
      // A browser beside it may hold it up; it must not take that for too many requests.
      MAX_EVENT_LOOP_DELAY_MS: '60000',
      UPSTREAM_TIMEOUT_MS: '60000',
    };
    const sandbox = await TestSandbox.start();
    const gateway = await startTestGateway({
      vlensUrl: sandbox.url,
      apiKey: sandbox.apiKey,
      env: { VLENS_ACCEPT_LANGUAGE: 'true', ...settings, ...env },
      signingPageFolder: pages,
    });
    await sandbox.subscribeWebhook({ url: `${gateway.url}/webhooks/vlens`, secret: WEBHOOK_SECRET });
    mkdirSync(PICTURES, { recursive: true });
    return new SigningDesk(sandbox, gateway, await startChromium(), pages, folder);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.gateway.close();
    await this.sandbox.close();
    await rm(this.folder, { recursive: true });
  }

  /** A customer of the sandbox, logged in as a host app would do it. */
  async customer(who: typeof AHMED): Promise<Frontend> {
    const customer = new Frontend(this.gateway, this.sandbox, who);
    await customer.logIn();
    return customer;
  }

  /** A browser as if it were new, where the customer is. */
  async visit(options: VisitOptions = {}, browser = this.browser): Promise<Visit> {
    const { locale = 'en-GB', viewport = { width: 390, height: 844 }, geolocation = CAIRO } = options;
    const { permissions = ['geolocation', 'camera'], ...looks } = options;
    const { colorScheme = 'light', reducedMotion = 'no-preference' } = looks;
    const idle = this.#idle.findIndex((each) => each.locale === locale);
    const isOwn = browser === this.browser;
    const context =
      !isOwn || idle < 0 ? await browser.newContext({ locale }) : this.#idle.splice(idle, 1)[0]?.context;
    if (!context) throw new Error('There is no context.');
    // Of the pages that it opens, too.
    context.setDefaultTimeout(90_000);
    await context.clearPermissions();
    await context.grantPermissions(permissions);
    await context.setGeolocation(geolocation);
    const page = await context.newPage();
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion });
    await page.addInitScript(SECONDS);
    return new Visit(this, context, page, () => (isOwn ? this.#comeBack(locale, context) : context.close()));
  }

  /** Leaves nothing in it of who was there. */
  async #comeBack(locale: string, context: BrowserContext): Promise<void> {
    const [page, ...others] = context.pages();
    for (const other of others) await other.close();
    await context.setOffline(false);
    await context.clearCookies();
    if (!page) return context.close();
    await page.goto('about:blank');
    const storage = await context.newCDPSession(page);
    await storage.send('Storage.clearDataForOrigin', { origin: this.gateway.url, storageTypes: 'all' });
    await page.close();
    this.#idle.push({ locale, context });
  }
}

/** One customer at the page. */
export class Visit {
  /** Errors that the browser told of, and every request that went elsewhere. */
  readonly errors: string[] = [];
  #isSpent = false;
  #tools: CDPSession | null = null;

  constructor(
    private readonly desk: SigningDesk,
    readonly context: BrowserContext,
    readonly page: Page,
    /** Where it goes when it is over; its page is closed by then. */
    private readonly comeBack: () => Promise<void> = async () => {},
  ) {
    page.on('pageerror', ({ message }) => this.errors.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!/^(blob|data|chrome|chrome-extension):/.test(url) && !url.startsWith(`${desk.gateway.url}/`))
        this.errors.push(`asked for ${url}`);
      // The browser itself sends a step again whose connection was cut.
      const { input } = JSON.parse(request.postData() ?? '{}').variables ?? {};
      if (input && input.idempotencyKey === undefined) this.errors.push('sent a step without a key');
    });
  }

  /** Opens the link that the customer was sent. */
  async openLink(requestId: string, securityHash: string): Promise<void> {
    await this.page.goto(`${this.desk.gateway.url}/sign?RequestId=${requestId}&SecurityHash=${securityHash}`);
  }

  /** Opens the page as a native host app does: with the token handed over by a script in its WebView. */
  async openFromApp(requestId: string, token: string | null, securityHash?: string): Promise<void> {
    const hash = securityHash === undefined ? '' : `&securityHash=${securityHash}`;
    await this.page.goto(`${this.desk.gateway.url}/sign?requestId=${requestId}${hash}`);
    if (token !== null) await this.handOver(token);
  }

  /** Where the next answers to an operation come from instead of the gateway, one after the other. */
  async answers(operation: string, ...bodies: object[]): Promise<void> {
    await this.page.route('**/graphql', async (route) => {
      const body = operationOf(route.request()) === operation ? bodies.shift() : undefined;
      return body ? route.fulfill({ json: body }) : route.fallback();
    });
  }

  /** Changes what comes of the contract, whichever request brings it. */
  changesContract(change: (contract: ContractAnswer) => void): Promise<void> {
    return this.#changes(['OpenLink', 'ContractToSign'], change);
  }

  /** Where the contract stands: when it is opened, read, or looked at again since nothing can be subscribed to. */
  standsAt(standing: { status: string; nextStep: string }): Promise<void> {
    return this.#changes(['OpenLink', 'ContractToSign', 'Standing'], (contract) =>
      Object.assign(contract, standing),
    );
  }

  async #changes(operations: string[], change: (contract: ContractAnswer) => void): Promise<void> {
    await this.page.route('**/graphql', async (route) => {
      if (!operations.includes(operationOf(route.request()) ?? '')) return route.fallback();
      const response = await route.fetch();
      const json = (await response.json()) as {
        data: ContractCarrier & { openSigningSession?: ContractCarrier };
      };
      const { businessRequest = json.data.openSigningSession?.businessRequest } = json.data;
      if (businessRequest) change(businessRequest);
      return route.fulfill({ response, json });
    });
  }

  /** The link opens a session, and the contract can't be read with it. */
  async opensUnread(): Promise<void> {
    await this.page.route('**/graphql', async (route) => {
      if (operationOf(route.request()) !== 'OpenLink') return route.fallback();
      const response = await route.fetch();
      const { data } = (await response.json()) as { data: { openSigningSession: ContractCarrier } };
      data.openSigningSession.businessRequest = null;
      const path = ['openSigningSession', 'businessRequest'];
      const error = { message: 'No.', path, extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 6 } };
      return route.fulfill({ response, json: { data, errors: [error] } });
    });
  }

  /** Lets no script and no style through until it is told to; what was asked for until now, in order. */
  async holdBackScripts(): Promise<{ asked: () => string[]; release: () => void }> {
    let release = () => {};
    const held = new Promise<void>((go) => {
      release = go;
    });
    const asked: string[] = [];
    this.page.on('request', (request) => {
      const path = new URL(request.url()).pathname;
      asked.push((request.method() === 'POST' && operationOf(request)) || `${request.method()} ${path}`);
    });
    await this.page.route('**/sign/assets/**', (route) => held.then(() => route.continue()));
    return { asked: () => asked, release };
  }

  /** Waits for the page's script, which takes over what was drawn before. */
  async isThere(): Promise<void> {
    await this.page.locator('body > [role=status]').waitFor({ state: 'detached' });
  }

  /** The browser tells of what failed too; where that is what the test is about, it is no error. */
  forgive(error: RegExp): void {
    for (let at = this.errors.length - 1; at >= 0; at--)
      if (error.test(this.errors[at] ?? '')) this.errors.splice(at, 1);
  }

  handOver(accessToken: string): Promise<void> {
    const message = JSON.stringify({ type: 'vlens-signing:token', accessToken });
    return this.page.evaluate(`window.postMessage(${message}, window.location.origin)`);
  }

  heading(name: string | RegExp) {
    return this.page.getByRole('heading', { level: 1, name });
  }

  /** Waits for a screen, by its heading; where it does not come, what is there instead is told. */
  async sees(name: string | RegExp): Promise<void> {
    try {
      await this.heading(name).waitFor();
    } catch {
      const there = await this.page.locator('body').innerText();
      throw new Error(`Waited for ${name}, but there is: ${there} ${this.errors.join(' | ')}`);
    }
  }

  /** The next page is run ahead, as browsers do with an address that is likely to be opened; answers what comes to it. */
  async isRunAhead(): Promise<() => Promise<void>> {
    await this.page.addInitScript(AHEAD);
    return () => this.page.evaluate('come()');
  }

  /** From the next page on the browser keeps nothing. */
  async refusesStorage(): Promise<void> {
    await this.page.addInitScript(NO_STORAGE);
  }

  /** From the next page on: what somebody who can't see the page heard at each of its screens. */
  async hearsHeadings(): Promise<() => Promise<{ screen: string; heard: string }[]>> {
    await this.page.addInitScript(HEARD);
    return () => this.page.evaluate('heard');
  }

  /** From the next page on: what is read out at once to somebody who can't see the page. */
  async hearsAlerts(): Promise<() => Promise<string[]>> {
    await this.page.addInitScript(ALERTED);
    return () => this.page.evaluate('alerted');
  }

  press(name: string | RegExp): Promise<void> {
    return this.page.getByRole('button', { name }).click();
  }

  /** Until the pictures are taken: where the machine is too busy for three in half a second, the customer is told so, and tries again. */
  async showFace(language: keyof typeof CAMERA = 'en'): Promise<void> {
    const { take, tooSlow } = CAMERA[language];
    const told = this.page.locator('section.camera [role=status]');
    const isOver = 'document.querySelector("section.camera button:disabled") === null';
    do {
      await this.press(take);
      await until(() => this.page.evaluate<boolean>(isOver));
    } while ((await told.allInnerTexts()).some((text) => text.includes(tooSlow)));
  }

  /** Keeps a picture of what is seen, which everybody has to be able to read. */
  async looksRight(name: string): Promise<void> {
    await this.#keepPicture(name);
    expect([name, await unreadableParts(this.page)]).toEqual([name, []]);
  }

  /** Keeps pictures of what is seen in both languages, by day and by night, which everybody has to be able to read. */
  looksRightEverywhere(name: string): Promise<void> {
    return this.#isSeenEverywhere(name, true);
  }

  /** The same, for a screen that others show to be readable in the other language too: a picture costs less than a check. */
  looksRightAndIsSeenEverywhere(name: string): Promise<void> {
    return this.#isSeenEverywhere(name, false);
  }

  async #isSeenEverywhere(name: string, isReadInBoth: boolean): Promise<void> {
    const language = String(await this.page.evaluate('document.documentElement.lang'));
    const other = language === 'ar' ? 'en' : 'ar';
    await this.page.emulateMedia({ colorScheme: 'light' });
    await this.looksRight(`${name}-${language}`);
    // The rest is for pictures alone then.
    if (!KEEPS_PICTURES && !isReadInBoth) return;
    await this.page.emulateMedia({ colorScheme: 'dark' });
    await this.#keepPicture(`${name}-${language}-dark`);
    await this.#switchTo(other);
    await this.#keepPicture(`${name}-${other}-dark`);
    if (isReadInBoth)
      expect([name, other, await unreadableParts(this.page, COLOURS_AND_WORDS)]).toEqual([name, other, []]);
    await this.page.emulateMedia({ colorScheme: 'light' });
    await this.#keepPicture(`${name}-${other}`);
    await this.#switchTo(language);
  }

  /** The whole page, as the browser has it: Playwright's own way waits for frames that nothing here needs. */
  async #keepPicture(name: string): Promise<void> {
    if (!KEEPS_PICTURES) return;
    this.#tools ??= await this.context.newCDPSession(this.page);
    const { cssContentSize: size } = await this.#tools.send('Page.getLayoutMetrics');
    const { data } = await this.#tools.send('Page.captureScreenshot', {
      clip: { ...size, scale: 1 },
      captureBeyondViewport: true,
      optimizeForSpeed: true,
    });
    writeFileSync(join(PICTURES, `${name}.png`), Buffer.from(data, 'base64'));
  }

  async #switchTo(language: string): Promise<void> {
    await this.page.locator('header .language').click();
    await this.page.locator(`html[lang="${language}"]`).waitFor();
  }

  /** What the customer does with the keyboard alone: to the control of this name, however many steps away, and presses it. */
  async pressByKeyboard(name: string | RegExp, role: 'button' | 'link' = 'button'): Promise<void> {
    await this.tabTo(this.page.getByRole(role, { name }));
    await this.page.keyboard.press('Enter');
  }

  async tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let steps = 0; steps < 60; steps++) {
      if (await target.evaluate((control) => control === control.ownerDocument.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error('The keyboard does not get there.');
  }

  /** Holds the page's clock; a context's is held for good. */
  async holdClock(): Promise<void> {
    this.#isSpent = true;
    await this.page.clock.install();
  }

  close(): Promise<void> {
    // What a script that a test gave it says of an empty page is no error of the page.
    for (const event of ['pageerror', 'console', 'request'] as const) this.page.removeAllListeners(event);
    return this.#isSpent ? this.context.close() : this.comeBack();
  }
}

/** The name of what was asked for, which a request may have in its document alone. */
export function operationOf(request: Request): string | undefined {
  const sent = request.postDataJSON() as { operationName?: string; query?: string } | null;
  const { operationName, query = '' } = sent ?? {};
  return operationName ?? /^\s*(?:query|mutation|subscription)\s+(\w+)/.exec(query)?.[1];
}
