import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { describeInChromium, startChromium } from '../support/chromium.js';
import { unreadableParts } from '../support/readable.js';
import { CAR_LOAN, Customer } from './support/customer.js';
import { CAIRO, TestSandbox } from './support/sandbox.js';
import { WebhookReceiver } from './support/webhook-receiver.js';

// A browser on a busy machine takes its time; what is tested does not depend on it.
jest.setTimeout(120_000);

let sandbox: TestSandbox;
let customer: Customer;
beforeEach(async () => {
  sandbox = await TestSandbox.start();
  customer = await Customer.loggedIn(sandbox);
});
afterEach(() => sandbox.close());

describe('the console’s files', () => {
  const get = (path: string) => fetch(sandbox.url + path, { redirect: 'manual' });

  it('come with a policy that lets nothing else in', async () => {
    const page = await get('/sandbox/');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
    expect(await page.text()).not.toMatch(/(?:src|href)="(?:https?:)?\/\/| style=| on\w+=/);
  });

  it('are found without the slash too, and nothing beside them is', async () => {
    expect((await get('/sandbox')).headers.get('location')).toBe('/sandbox/');
    expect((await get('/sandbox/console/main.js')).headers.get('content-type')).toMatch(/javascript/);
    for (const path of ['types.d.ts', '../routes.ts', '%2e%2e/routes.ts', ''])
      expect((await get(`/sandbox/console/${path}`)).status).toBe(404);
  });
});

describeInChromium('A developer with the console', () => {
  let browser: Browser;
  let page: Page;
  const failures: string[] = [];
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterEach(async () => {
    await page.context().close();
    expect(failures.splice(0)).toEqual([]);
  });
  afterAll(() => browser.close());

  const open = async (options: BrowserContextOptions = {}) => {
    page = await (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage();
    page.setDefaultTimeout(90_000);
    page.on('pageerror', ({ message }) => failures.push(message));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${sandbox.url}/`)) failures.push(`asked for ${request.url()}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error') failures.push(message.text());
    });
    await page.goto(`${sandbox.url}/sandbox/`);
    await page.getByText('live', { exact: true }).waitFor();
  };
  const section = (name: string) => page.getByRole('region', { name });
  const requests = () => section('Business requests');
  const shows = (locator: Locator) => locator.first().waitFor();
  const pending = async () => {
    await sandbox.control('POST', 'tenant', { approvesByItself: false });
    return customer.approved();
  };

  it('approves a request by keyboard, and reads the step in the audit trail', async () => {
    const id = await pending();
    await open();
    await requests()
      .getByRole('button', { name: /^Approve/ })
      .focus();
    await page.keyboard.press('Enter');
    await shows(requests().getByText('Approved', { exact: true }));
    expect(await customer.statusOf(id)).toBe('Approved');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('REQ-2026-00001');
    expect(
      await requests()
        .getByRole('button', { name: /^Approve/ })
        .count(),
    ).toBe(0);
    await shows(page.getByRole('status').getByText('REQ-2026-00001 is Approved now.'));

    await requests().getByText('Signers and audit trail').focus();
    await page.keyboard.press('Enter');
    await shows(requests().getByText('Approve by Service provider'));
    await shows(requests().getByText('from 30.0444, 31.2357'));
  });

  it('opens the signing page of a request, and the page to join where a gateway has one', async () => {
    const id = await customer.approved();
    await open();
    expect(await page.getByRole('link', { name: 'Open join page' }).isVisible()).toBe(false);
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      requests()
        .getByRole('button', { name: /^Open signing page/ })
        .click(),
    ]);
    expect(opened.url()).toMatch(new RegExp(`/sign\\?RequestId=${id}&SecurityHash=.+`));
    sandbox.sendSignersTo('http://localhost:4000/sign');
    const link = page.getByRole('link', { name: 'Open join page' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('http://localhost:4000/join');
  });

  it('sees what happens meanwhile, without loading the page again', async () => {
    await open();
    await shows(requests().getByText('There is none yet.'));
    const id = await customer.approved();
    await shows(requests().getByText('REQ-2026-00001'));
    const { code } = await customer.otpFor(id);
    await shows(section('Inbox').getByText(code));
    await shows(section('Inbox').getByText('to sign REQ-2026-00001'));
    await shows(page.getByRole('status').getByText(`A code came for +201000000001: ${code}.`));
  });

  it('pays and countersigns in the customer’s stead', async () => {
    const id = await customer.approved();
    await customer.withValidOtp(id);
    await open();
    await requests().getByRole('button', { name: /^Pay/ }).click();
    await shows(requests().getByText(/paid by fawry/));
    await customer.confirm(id);
    await requests().getByRole('button', { name: 'Countersign REQ-2026-00001', exact: true }).click();
    await requests()
      .getByRole('button', { name: /^Complete/ })
      .click();
    await shows(requests().getByText('Completed', { exact: true }));
    expect(await customer.statusOf(id)).toBe('Completed');
  });

  it('moves the clock on until a code is too old', async () => {
    const id = await customer.approved(CAR_LOAN);
    const otp = await customer.otpFor(id);
    await open();
    await section('Clock').getByRole('button', { name: '+ 5 minutes' }).click();
    await shows(section('Clock').getByText('5.0 min ahead of the real time'));
    expect((await customer.validateOtp(otp.id, otp.code)).message).toMatch(/^The OTP has expired/);
    await section('Clock').getByRole('button', { name: 'Back to the real time' }).click();
    await shows(section('Clock').getByText('the real time', { exact: true }));
  });

  it('orders a fault, meets it, and ends it', async () => {
    await open();
    const faults = section('Faults');
    await faults.getByLabel('Call', { exact: true }).fill('CheckEligibility');
    await faults.getByLabel('How many calls').fill('1');
    await faults.getByRole('button', { name: 'Order the fault' }).click();
    await shows(faults.getByText('CheckEligibility: HTTP 500, the next 1'));
    const eligibility = () => customer.call('GET', '/api/BusinessRequest/CheckEligibility');
    expect([(await eligibility()).status, (await eligibility()).status]).toEqual([500, 200]);
    await shows(faults.getByText('CheckEligibility: HTTP 500, used up'));
    await faults.getByRole('button', { name: 'End the fault of CheckEligibility' }).click();
    await shows(faults.getByText('Nothing goes wrong on purpose.'));
  });

  it('subscribes to webhooks, and sees in the log how they went', async () => {
    const receiver = await WebhookReceiver.start();
    try {
      await open();
      const webhooks = section('Webhooks');
      await webhooks.getByLabel('Send changes to').fill(receiver.url);
      await webhooks.getByRole('button', { name: 'Subscribe' }).click();
      await shows(webhooks.getByText('Its secret, told only now:'));
      await pending();
      const row = webhooks.getByRole('row', { name: /REQ-2026-00001 PendingApproval/ });
      await shows(row.getByText('delivered (HTTP 200)'));
    } finally {
      await receiver.close();
    }
  });

  it('names a request as soon as it knows its number, also where the log was read first', async () => {
    await sandbox.subscribeWebhook({ url: 'http://127.0.0.1:9/', secret: 'a secret of sixteen' });
    await open();
    const list = '**/sandbox/requests?*';
    await page.route(list, (route) => route.fulfill({ json: { requests: [], totalCount: 0 } }));
    const id = await pending();
    await shows(section('Webhooks').getByRole('row', { name: id }));
    await page.unroute(list);
    await shows(section('Webhooks').getByRole('row', { name: /REQ-2026-00001/ }));
  });

  it('moves a user far away, and the map moves with them', async () => {
    await open();
    const users = section('Users and their places');
    const dot = () => page.locator('#map .person').first().getAttribute('cy');
    const before = await dot();
    await users.getByText('Move Ahmed Mohamed').click();
    await users.getByRole('button', { name: 'Move Ahmed Mohamed to Aswan' }).click();
    await shows(users.getByText('Last at 24.0889, 32.8998, '));
    // People in the same place share a name on the map.
    await users.getByText('Move Mona Hassan').click();
    await users.getByRole('button', { name: 'Move Mona Hassan to Aswan' }).click();
    await shows(page.locator('#map').getByText('2 people'));
    expect(Number(await dot())).toBeGreaterThan(Number(before));
    const { data } = await customer.requestOtp(await customer.approved(CAR_LOAN), { geoLocation: CAIRO });
    expect(data).toMatchObject({ needsReValidate: true });
  });

  it('ends a session, which is out from then on', async () => {
    await open();
    const sessions = section('Sessions');
    await shows(sessions.getByText('Ahmed Mohamed'));
    await sessions.getByRole('button', { name: 'End the session of +201000000001' }).click();
    await shows(sessions.getByText('Nobody is logged in.'));
    expect((await customer.call('GET', '/api/BusinessRequest/CheckEligibility')).status).toBe(401);
  });

  it('sees how far somebody’s identity is, and gets the card that they need', async () => {
    await open();
    const users = section('Users and their places');
    await shows(users.getByText('Registered', { exact: true }));
    await users.getByLabel('Person').fill('12');
    await users.getByLabel('Expired').check();
    const link = users.getByRole('link', { name: 'Front of the card' });
    const href = await link.getAttribute('href');
    expect(href).toBe('/sandbox/samples/id-front.png?person=12&expired=true');
    expect((await fetch(sandbox.url + href)).headers.get('content-type')).toBe('image/png');
  });

  it('is told in a sentence what can’t be done', async () => {
    const id = await pending();
    await open();
    await shows(requests().getByRole('button', { name: /^Reject/ }));
    await page.route('**/sandbox/requests/*/reject', async (route) => {
      await sandbox.control('POST', `requests/${id}/reject`);
      await route.continue();
    });
    await requests()
      .getByRole('button', { name: /^Reject/ })
      .click();
    await shows(page.getByRole('alert').getByText('A request in REJECTED can’t move to REJECTED.'));
    // What the browser says of the 409 is no failure of the page.
    failures.length = 0;
  });

  it('chooses between tenants, where there are several', async () => {
    await sandbox.control('POST', 'tenants', { tenant: 'other', apiKey: 'another-tenants-api-key' });
    await customer.approved();
    await open();
    await shows(requests().getByText('REQ-2026-00001'));
    await page.getByRole('combobox', { name: 'Tenant' }).selectOption('other');
    await shows(requests().getByText('There is none yet.'));
    await page.getByRole('combobox', { name: 'Tenant' }).selectOption('sandbox');
    await shows(requests().getByText('REQ-2026-00001'));
  });

  it('is told when the sandbox is gone, and goes on when it is back', async () => {
    await open();
    await page.context().setOffline(true);
    await shows(page.getByText('no connection to the sandbox'));
    await page.context().setOffline(false);
    await shows(page.getByText('live', { exact: true }));
    // What the browser says of the lost connection is no failure of the page.
    failures.length = 0;
  });

  it('resets everything, once asked whether to', async () => {
    await customer.approved();
    await open();
    const ask = () => section('Tenant').getByRole('button', { name: 'Reset everything' }).click();
    await ask();
    await page.getByRole('button', { name: 'Leave it as it is' }).click();
    await shows(requests().getByText('REQ-2026-00001'));
    await ask();
    await page.getByRole('button', { name: 'Reset', exact: true }).click();
    await shows(requests().getByText('There is none yet.'));
  });

  it.each([
    ['in the light', { colorScheme: 'light' }],
    ['in the dark', { colorScheme: 'dark' }],
    ['on a screen of 320 px', { viewport: { width: 320, height: 640 } }],
  ] as const)('finds nothing in the way of anybody, %s', async (_where, options) => {
    await sandbox.subscribeWebhook({ url: 'http://127.0.0.1:9/', secret: 'a secret of sixteen' });
    await sandbox.control('POST', 'faults', { kind: 'http500', failNext: 1 });
    await customer.otpFor(await customer.approved().catch(() => customer.approved()));
    await open(options);
    await shows(page.locator('#deliveries-list tr'));
    for (const summary of await page.locator('summary').all()) await summary.click();
    await shows(page.getByText('Create by Ahmed Mohamed'));
    expect(await unreadableParts(page)).toEqual([]);
  });
});
