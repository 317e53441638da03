import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { FrameLocator } from 'playwright-core';
import { blocksOf } from '../docs/blocks.js';
import {
  AHMED,
  CAR_LOAN,
  type Frontend,
  JOINT_ACCOUNT,
  MONA,
  MONA_NATIONAL_ID,
} from '../gateway/frontend.js';
import { describeInChromium } from '../support/chromium.js';
import { until } from '../support/until.js';
import { SigningDesk, type Visit } from './customer.js';

// A browser on a busy machine takes its time; what is tested does not depend on it.
jest.setTimeout(300_000);

/** Another site, with one page. */
class Site {
  body = '';
  private readonly server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>Host</title>${LISTENING}${this.body}`);
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const LONG_NAME = 'عبد الرحمن محمد عبد الفتاح إبراهيم الشناوي';
const LISTENING = `<script>
  const told = [];
  addEventListener('message', ({ data, origin }) => told.push([origin, data]));
</script>`;

describeInChromium('The app that opens the signing page', () => {
  let desk: SigningDesk;
  let ahmed: Frontend;
  let requestId: string;
  let visit: Visit;
  const bank = new Site();
  const stranger = new Site();
  let bankOrigin: string;

  beforeAll(async () => {
    bankOrigin = await bank.start();
    desk = await SigningDesk.open({ SIGNING_PAGE_ORIGINS: bankOrigin });
  });
  afterAll(async () => {
    bank.stop();
    stranger.stop();
    await desk?.close();
  });
  beforeEach(async () => {
    await desk.sandbox.control('POST', 'reset');
    ahmed = await desk.customer(AHMED);
    requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
  });
  afterEach(() => visit.close());

  const visitSite = async (site: Site, origin: string, body: string) => {
    site.body = body;
    await visit.page.goto(`${origin}/`);
  };
  const examples = blocksOf('docs/signing-page.md')
    .filter(({ language }) => language === 'html')
    .map(({ text }) => text);
  const signIn = async (frame: FrameLocator) => {
    await frame.getByRole('button', { name: 'I have read it, go on' }).click();
    await frame.getByRole('button', { name: 'Share my location' }).click();
    const field = frame.getByLabel('Code from the SMS');
    await field.waitFor();
    await field.fill((await desk.sandbox.newestSms(AHMED.phoneNumber)).code);
    await frame.getByRole('button', { name: 'Sign the contract' }).click();
    await frame.getByRole('heading', { name: 'You have signed' }).waitFor();
  };
  const message = () => JSON.stringify({ type: 'vlens-signing:token', accessToken: ahmed.token });
  const address = () => `${desk.gateway.url}/sign?RequestId=${requestId}`;

  it('frames it as the docs say, hands its token over, and hears what became of it', async () => {
    const [example = ''] = examples;
    const body = example
      .replaceAll('https://gateway.example.com', desk.gateway.url)
      .replace('REQUEST_ID', requestId)
      .replace('<iframe', '<iframe style="width: 100%; height: 800px"');
    const own = `<script>
      const asked = [];
      const freshToken = async () => (asked.push('token') === 1 ? 'of yesterday' : ${JSON.stringify(ahmed.token)});
      const contractSigned = (id) => asked.push(id);
    </script>`;
    await visitSite(bank, bankOrigin, own + body);
    const frame = visit.page.frameLocator('iframe');
    await signIn(frame);
    await visit.page.waitForFunction('asked.length === 3');
    // The first was refused, and another asked for.
    expect(await visit.page.evaluate('asked')).toEqual(['token', 'token', requestId]);
  });

  it('is a native one, which runs two scripts in it, as the docs say', async () => {
    const { page } = visit;
    const [, passOn = '', handOver = ''] = examples.map((html) => html.replace(/<\/?script>/g, ''));
    await page.addInitScript(
      'globalThis.heard = []; globalThis.host = { postMessage: (text) => heard.push(text) };',
    );
    await page.addInitScript(passOn);
    await page.goto(address());
    await page.waitForFunction('heard.length === 1');
    await page.evaluate(handOver.replace('ACCESS_TOKEN', JSON.stringify(ahmed.token)));
    await visit.sees('Read your contract');
    expect(await page.evaluate('heard')).toEqual(['{"type":"vlens-signing:ready"}']);
  });

  it('of another origin can neither frame it nor hand it a token', async () => {
    await visitSite(stranger, await stranger.start(), `<iframe src="${address()}"></iframe>`);
    expect(visit.page.frames().some((frame) => frame.url().startsWith(desk.gateway.url))).toBe(false);
    const [opened] = await Promise.all([
      visit.context.waitForEvent('page'),
      visit.page.evaluate(`void (window.opened = open(${JSON.stringify(address())}))`),
    ]);
    await opened.getByText('Waiting for your app').waitFor();
    await visit.page.evaluate(`window.opened.postMessage(${message()}, '*')`);
    await visit.page.evaluate('new Promise((resolve) => setTimeout(resolve, 400))');
    expect(await opened.getByText('Waiting for your app').count()).toBe(1);
    expect(await visit.page.evaluate('told')).toEqual([]);
  });

  it.each(['a+b/c=', 'a%2Bb%2Fc%3D'])(
    'hands a hash in base64 on as it is, encoded or not: %s',
    async (written) => {
      const asked = visit.page.waitForRequest(
        (request) => request.postData()?.includes('securityHash') ?? false,
      );
      await visit.openLink(requestId, written);
      expect((await asked).postDataJSON().variables.input.securityHash).toBe('a+b/c=');
    },
  );

  it('that says nothing: the customer is told to go back to it', async () => {
    await visit.holdClock();
    await visit.openFromApp(requestId, null);
    await visit.page.getByText('Waiting for your app').waitFor();
    await visit.page.clock.fastForward(20_000);
    await visit.sees('Your app has not signed you in');
    await visit.looksRightAndIsSeenEverywhere('face-no-access');
    // It may still do so.
    await visit.handOver(ahmed.token ?? '');
    await visit.sees('Read your contract');
  });

  it('hands over a token that was refused: is asked once more, and then when the customer says so', async () => {
    const { page } = visit;
    await page.addInitScript(`{
      globalThis.token = 'of yesterday';
      globalThis.asked = [];
      addEventListener('message', ({ source, data }) => {
        if (source !== window || !/ready|expired/.test(data.type)) return;
        asked.push(data.type);
        postMessage({ type: 'vlens-signing:token', accessToken: token }, location.origin);
      });
    }`);
    let refusals = 0;
    page.on('response', async (response) => {
      if (!response.url().endsWith('/graphql')) return;
      if ((await response.text()).includes('UNAUTHENTICATED')) refusals += 1;
    });
    await page.goto(address());
    await until(async () => refusals >= 2);
    await visit.sees('Your session has ended');
    await visit.looksRight('face-token-refused-twice');
    expect(await page.evaluate('asked')).toEqual(['vlens-signing:ready', 'vlens-signing:token-expired']);
    await page.evaluate(`globalThis.token = ${JSON.stringify(ahmed.token)}`);
    await visit.press('Open it again');
    await visit.sees('Read your contract');
    expect(await page.evaluate('asked.length')).toBe(3);
  });

  it('hands over the token of another signer: they go on with nothing of the one before', async () => {
    // Who has a request under way gets no other.
    await desk.sandbox.control('POST', 'reset');
    ahmed = await desk.customer(AHMED);
    const mona = await desk.customer(MONA);
    const joint = await ahmed.approved(JOINT_ACCOUNT, { customerSignersIdentifiers: [MONA_NATIONAL_ID] });
    const kept = async () => JSON.parse(await visit.page.evaluate<string>('sessionStorage["vlens-signing"]'));
    const openFor = async ({ token }: Frontend) => {
      await visit.openFromApp(joint, null);
      // The page's own script is there before the token.
      await visit.page.getByText('Waiting for your app').waitFor();
      await visit.handOver(token ?? '');
    };
    await openFor(ahmed);
    await visit.press('I have read it, go on');
    await visit.press('Share my location');
    await visit.sees('Enter your code');
    const before = await kept();
    expect(before).toMatchObject({ owner: expect.stringContaining('vlens-sandbox'), isSigning: true });
    await openFor(mona);
    await visit.sees('Read your contract');
    expect(await kept()).toMatchObject({ progress: null, isSigning: false, codesSentAt: [] });
    expect((await kept()).owner).not.toBe(before.owner);
  });

  it('shows HTML of the provider in a frame that runs nothing and fetches nothing from elsewhere', async () => {
    const { page } = visit;
    await page.addInitScript(`{
      globalThis.watching = new Set();
      globalThis.ResizeObserver = class extends ResizeObserver {
        observe(...watched) {
          watching.add(this);
          super.observe(...watched);
        }
        disconnect() {
          watching.delete(this);
          super.disconnect();
        }
      };
    }`);
    await visit.changesContract((contract) => {
      const content =
        '<h2>Terms in HTML</h2><p style="color:red">Paid monthly.</p><img src="http://tracker.example.com/a.png" alt="">' +
        '<font color="#000000">In black</font><table><tr><td bgcolor="#ffffff">In a white box</td></tr></table>' +
        '<script>parent.document.title = "taken"</script><p onclick="parent.document.title = \'taken\'">Press</p>';
      const documents = [{ __typename: 'ContractDocument', order: 1, title: 'Terms', content, isHtml: true }];
      Object.assign(contract, { documents, fullName: LONG_NAME });
      Object.assign(contract.terms, {
        promissoryNote: 'I owe the bearer.',
        financial: '<p>Ten per cent.</p>',
      });
    });
    const asked: string[] = [];
    visit.context.on('response', (response) => asked.push(response.url()));
    await visit.openFromApp(requestId, ahmed.token ?? '');
    await page.getByText('Terms', { exact: true }).click();
    const shown = page.frameLocator('iframe[title="Terms"]');
    await shown.getByRole('heading', { name: 'Terms in HTML' }).waitFor();
    await shown.getByText('Press').click();
    expect(await page.title()).toBe('Sign your contract');
    expect(asked.filter((url) => url.includes('tracker'))).toEqual([]);
    // It grows once it is loaded.
    await until(() => page.evaluate<boolean>('document.querySelector("iframe.html").clientHeight > 60'));
    await until(() =>
      shown
        .locator('html')
        .evaluate((html) => html.scrollHeight <= (html.ownerDocument.defaultView?.innerHeight ?? 0)),
    );
    // Letters and boxes that old HTML colours are read in the dark too.
    await page.emulateMedia({ colorScheme: 'dark' });
    const coloursOf = (text: string) =>
      shown.getByText(text).evaluate((element) => {
        const style = element.ownerDocument.defaultView?.getComputedStyle(element);
        return [style?.color, style?.backgroundColor];
      });
    const usual = await coloursOf('Paid monthly.');
    expect([await coloursOf('In black'), await coloursOf('In a white box')]).toEqual([usual, usual]);
    await page.emulateMedia({ colorScheme: 'light' });
    // What no document tells is shown as well, in HTML or in words.
    await page.getByText('Promissory note').click();
    await page.getByText('I owe the bearer.').waitFor();
    await page.getByText('Financial terms').click();
    await page.frameLocator('iframe[title="Financial terms"]').getByText('Ten per cent.').waitFor();
    await visit.looksRight('html-document');
    await page.setViewportSize({ width: 320, height: 568 });
    await visit.looksRight('html-document-small');
    await visit.press('العربية');
    await visit.sees('اقرأ عقدك');
    await visit.looksRight('html-document-arabic');
    // However often a document is loaded, its size is watched once.
    await page.evaluate(`Promise.all(
      [...document.querySelectorAll('iframe.html')].map(
        (frame) =>
          new Promise((loaded) => {
            frame.addEventListener('load', loaded, { once: true });
            frame.src = frame.src;
          }),
      ),
    )`);
    expect(await page.evaluate('watching.size')).toBe(await page.locator('iframe.html').count());
  });

  it('by a link that a later gateway answers in another way: the customer is told, and may try again', async () => {
    await visit.answers('OpenLink', { data: { openSigningSession: { __typename: 'CameLater' } } });
    const { securityHash } = await ahmed.link(requestId);
    await visit.openLink(requestId, String(securityHash));
    await visit.sees('Something went wrong');
    await visit.press('Try again');
    await visit.sees('Read your contract');
  });
});
