import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { AHMED, CAR_LOAN, type Frontend, MONA, PERSONAL_LOAN } from '../gateway/frontend.js';
import { ASWAN, START } from '../sandbox/support/sandbox.js';
import { describeInChromium } from '../support/chromium.js';
import { held } from '../support/held.js';
import { until } from '../support/until.js';
import { operationOf, SigningDesk, Visit } from './customer.js';

// A browser on a busy machine takes its time; what is tested does not depend on it.
jest.setTimeout(300_000);

const FIVE_MINUTES = 300;
const FIFTEEN_MINUTES = 900;
const HALF_AN_HOUR = 1800;

/** Of the others, other tests have pictures. */
const SEEN_HERE = new Set(['NOT_ELIGIBLE', 'INVALID_CREDENTIALS', 'INVALID_INPUT', 'OTHER']);

describeInChromium('Whatever stands in the way of a signature', () => {
  let desk: SigningDesk;
  let ahmed: Frontend;
  let visit: Visit;

  beforeAll(async () => {
    desk = await SigningDesk.open();
  });
  afterAll(() => desk?.close());
  beforeEach(async () => {
    desk.sandbox.time.now = START;
    await desk.sandbox.control('POST', 'reset');
    await desk.sandbox.control('DELETE', 'faults');
    await desk.sandbox.control('POST', 'tenant', { approvesByItself: true });
    ahmed = await desk.customer(AHMED);
  });
  afterEach(async () => {
    await visit.close();
    expect(visit.errors).toEqual([]);
  });

  const code = async () => (await desk.sandbox.newestSms(AHMED.phoneNumber)).code;
  const anotherThan = (right: string) => right.replace(/.$/, (last) => String((Number(last) + 1) % 10));
  const openLink = async (requestId: string) => {
    const { securityHash } = await ahmed.link(requestId);
    await visit.openLink(requestId, String(securityHash));
  };
  const enter = async (digits: string) => {
    await visit.page.getByLabel('Code from the SMS').fill(digits);
    await visit.press('Sign the contract');
  };
  const readOn = async () => {
    await visit.press('I have read it, go on');
    await visit.press('Share my location');
  };
  const upToCode = async ({ holdsClock = false } = {}) => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    if (holdsClock) await visit.holdClock();
    await openLink(requestId);
    await readOn();
    await visit.sees('Enter your code');
    return requestId;
  };

  it('no location: says what to allow, and goes on once it is allowed', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit({ permissions: [] });
    await openLink(requestId);
    await readOn();
    await visit.sees('Your location is blocked');
    await visit.page.getByText('How to allow it').waitFor();
    await visit.looksRightAndIsSeenEverywhere('face-no-location');
    await visit.context.grantPermissions(['geolocation']);
    await visit.press('Try again');
    await visit.sees('Enter your code');
  });

  it('no camera, one that is blocked or in use, pictures that did not do: each says what to do, and goes on', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit({ geolocation: ASWAN });
    await visit.page.addInitScript(`{
      const refusals = ['NotFoundError', 'NotAllowedError', 'NotReadableError'];
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        if (refusals.length > 0) throw new DOMException('', refusals.shift());
        return ask(wanted);
      };
    }`);
    const rejection = { __typename: 'Rejection', reason: 'LIVENESS_FAILED', message: 'No.', fieldErrors: [] };
    const same = { field: 'face2', message: 'Two pictures are the same.' };
    const notTaken = { ...rejection, reason: 'INVALID_INPUT', message: 'Look again.', fieldErrors: [same] };
    await visit.answers(
      'Revalidate',
      { data: { revalidateLiveness: rejection } },
      { data: { revalidateLiveness: notTaken } },
    );
    await openLink(requestId);
    await readOn();
    await visit.press('Open the camera');
    for (const face of ['There is no camera', 'The camera is blocked', 'The camera is in use']) {
      await visit.sees(face);
      await visit.looksRightAndIsSeenEverywhere(`face-${face.toLowerCase().replaceAll(' ', '-')}`);
      await visit.press('Try again');
    }
    await visit.showFace();
    await visit.page.getByText('That didn’t work').waitFor();
    await visit.looksRightAndIsSeenEverywhere('face-pictures-again');
    await visit.press('Open the camera');
    await visit.showFace();
    await visit.page.getByText('Two pictures are the same.').waitFor();
    await visit.page.getByText('Look again.').waitFor();
    await visit.press('Open the camera');
    await visit.showFace();
    await visit.sees('Enter your code');
  });

  it('a wrong code, a short one, a late one: says which, and offers another', async () => {
    await upToCode();
    const late = await code();
    await enter(anotherThan(late));
    await visit.page.getByText('This is not the code that we sent').waitFor();
    await visit.looksRightAndIsSeenEverywhere('face-wrong-code');
    await enter('12');
    await visit.page.getByText('The code has 4 to 8 digits').waitFor();
    desk.sandbox.passSeconds(FIVE_MINUTES + 1);
    await enter(late);
    await visit.page.getByText('This code is no longer good').waitFor();
    await visit.looksRightAndIsSeenEverywhere('face-late-code');
    // None is sent that nobody asked for.
    expect(await code()).toBe(late);
    await visit.press('Send another code');
    await visit.page.getByText(/Another code in/).waitFor();
    await enter(await code());
    await visit.sees('You have signed');
  });

  it('no SMS: says how long a code is good for, and sends another after a while', async () => {
    await upToCode({ holdsClock: true });
    const { page } = visit;
    const first = await code();
    await page.getByText(/The code is good for 4:\d\d/).waitFor();
    expect(await page.getByRole('button', { name: 'Send another code' }).count()).toBe(0);
    await page.getByText(/Another code in 0:\d\d/).waitFor();
    await page.clock.fastForward(30_000);
    await visit.looksRightAndIsSeenEverywhere('face-another-code');
    await visit.press('Send another code');
    await page.getByText(/Another code in 0:\d\d/).waitFor();
    const second = await code();
    expect(second).not.toBe(first);
    await page.clock.fastForward(FIVE_MINUTES * 1000);
    await page.getByText('The code may have expired by now').waitFor();
    await enter(first);
    await page
      .getByText('This is not the code that we sent')
      .or(page.getByText('This code is no longer good'))
      .waitFor();
    await enter(await code());
    await visit.sees('You have signed');
  });

  it('too many wrong codes: says so, and another helps at once', async () => {
    await upToCode();
    const wrong = anotherThan(await code());
    for (let tries = 0; tries < 5; tries++) {
      await enter(wrong);
      await visit.page.getByText('This is not the code').waitFor();
    }
    await enter(wrong);
    await visit.sees('Too many wrong codes');
    await visit.looksRightAndIsSeenEverywhere('face-too-many-wrong-codes');
    await visit.press('Send another code');
    await visit.press('Share my location');
    await visit.sees('Enter your code');
    await enter(await code());
    await visit.sees('You have signed');
  });

  it('too many codes: counts down to the minute, and takes the code that was sent', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit({ viewport: { width: 360, height: 640 } });
    const { page } = visit;
    await visit.holdClock();
    await openLink(requestId);
    await readOn();
    for (let codes = 1; codes <= 3; codes++) {
      await page.getByText(/Another code in 0:\d\d/).waitFor();
      await page.clock.fastForward(31_000);
      await visit.press('Send another code');
    }
    await visit.sees('Too many codes');
    // Of the ten since the first code; a busy machine took some of them.
    const minutesLeft = async () => {
      const told = await page.getByText(/You can go on at \d\d:\d\d, in \d minutes/).innerText();
      return Number(/(\d) minutes/.exec(told)?.[1]);
    };
    const left = await minutesLeft();
    expect(left).toBeLessThanOrEqual(9);
    await visit.looksRightAndIsSeenEverywhere('face-too-many-codes');
    await page.clock.fastForward(60_000);
    await until(async () => (await minutesLeft()) < left);
    // A reload takes away neither the code nor the time.
    await page.reload();
    await visit.press('I have a code already');
    await visit.sees('Enter your code');
    await enter(await code());
    await visit.sees('You have signed');
  });

  it('a browser that never says where it is, and never opens the camera: ends the wait, says how to allow it, shows the link to another device', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit({ geolocation: ASWAN, viewport: { width: 320, height: 568 } });
    const { page } = visit;
    await visit.holdClock();
    await page.addInitScript(`{
      const { geolocation, mediaDevices } = navigator;
      const locate = geolocation.getCurrentPosition.bind(geolocation);
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      globalThis.isSilent = true;
      geolocation.getCurrentPosition = (...asked) => {
        globalThis.answerLate = () => locate(...asked);
        if (!isSilent) locate(...asked);
      };
      mediaDevices.getUserMedia = (wanted) => (isSilent ? new Promise(() => {}) : open(wanted));
    }`);
    await openLink(requestId);
    await readOn();
    await page.getByText('Finding your location').waitFor();
    await page.clock.fastForward(26_000);
    await visit.sees('Your browser does not say where you are');
    await page.getByText('How to allow it').click();
    await page.getByText('Press the sign left of the address, and allow Location').waitFor();
    await page.getByText('Go on with another device').click();
    await page.getByRole('img', { name: 'A QR code with your link' }).waitFor();
    await visit.looksRightAndIsSeenEverywhere('face-location-silent');
    await page.evaluate('answerLate()');
    await visit.sees('Let us see that it is you');
    await visit.press('Open the camera');
    await page.getByText('Starting the camera').waitFor();
    await page.clock.fastForward(21_000);
    await visit.sees('The camera does not open');
    await visit.looksRightAndIsSeenEverywhere('face-camera-silent');
    await page.evaluate('globalThis.isSilent = false');
    await visit.press('Try again');
    await page.getByText('Hold your face inside the oval').waitFor();
  });

  it('a payment that is looked for, and an answer that never comes: offers to load the page again, which finds out', async () => {
    const requestId = await ahmed.approved(PERSONAL_LOAN);
    visit = await desk.visit();
    const { page } = visit;
    await visit.holdClock();
    let isSilent = true;
    await page.route('**/graphql', (route) =>
      isSilent && operationOf(route.request()) === 'Confirm' ? undefined : route.fallback(),
    );
    await openLink(requestId);
    await readOn();
    await visit.sees('Enter your code');
    await enter(await code());
    await visit.sees('One payment is left');
    await visit.press('I have paid');
    await page.getByText('Waiting for your payment').waitFor();
    await page.clock.fastForward(31_000);
    await page.getByText('This is taking longer than usual').waitFor();
    await visit.looksRightAndIsSeenEverywhere('face-payment-long');
    isSilent = false;
    await visit.press('Load the page again');
    // Whether it was taken nobody knows; where the contract stands is looked at first.
    await visit.sees('We don’t know whether that went through');
    await visit.press('Check the status');
    await visit.sees('Read your contract');
  });

  it('a language that can’t be fetched: offers to load the page again, which comes in it', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    const { page } = visit;
    await visit.holdClock();
    await openLink(requestId);
    await visit.sees('Read your contract');
    await visit.isThere();
    // As after a deployment: the page has files that are there no more.
    await page.route(/assets.ar-[^/]*js$/, (route) => route.fulfill({ status: 404 }));
    await visit.press('العربية');
    await page.clock.fastForward(31_000);
    await page.getByText('This is taking longer than usual').waitFor();
    await visit.looksRight('face-language-missing');
    await page.unroute(/assets.ar-[^/]*js$/);
    await visit.press('Load the page again');
    await visit.sees('اقرأ عقدك');
    visit.forgive(/404/);
  });

  it('a contract that can’t be read after the signature: says nothing against what the step has said', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    const limited = { message: 'No.', extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 6 } };
    await visit.page.route('**/graphql/stream', (route) => route.abort());
    await openLink(requestId);
    await readOn();
    await visit.sees('Enter your code');
    await visit.page.route('**/graphql', async (route) => {
      const { operationName } = route.request().postDataJSON() as { operationName?: string };
      if (operationName === 'Standing' || operationName === 'ContractToSign')
        return route.fulfill({ json: { errors: [limited], data: null } });
      if (operationName !== 'Confirm') return route.fallback();
      const response = await route.fetch();
      const json = (await response.json()) as { data: { confirmPayment: { businessRequest: unknown } } };
      json.data.confirmPayment.businessRequest = null;
      const path = ['confirmPayment', 'businessRequest'];
      return route.fulfill({ response, json: { ...json, errors: [{ ...limited, path }] } });
    });
    await enter(await code());
    await visit.sees('You have signed');
    await visit.page.getByText('The status of the contract shows here in a moment').waitFor();
    await visit.page.getByText('Signed by you').waitFor();
    expect(await visit.page.getByText('Approved').count()).toBe(0);
    await visit.looksRightAndIsSeenEverywhere('signed-unread');
    await visit.page.unroute('**/graphql');
    await visit.page.getByText('The other side signs next').waitFor();
    visit.forgive(/ERR_FAILED/);
  });

  it('a link that has run out, that is not one, or that is missing', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    const { securityHash } = await ahmed.link(requestId);
    visit = await desk.visit();
    await visit.openLink(requestId, 'not-a-hash');
    await visit.sees('This link has expired');
    desk.sandbox.passSeconds(HALF_AN_HOUR + 1);
    await visit.openLink(requestId, String(securityHash));
    await visit.sees('This link has expired');
    await visit.looksRightAndIsSeenEverywhere('face-link-expired');
    // The tab goes on where it was; another knows nothing.
    await visit.page.evaluate('sessionStorage.clear()');
    await visit.page.goto(`${desk.gateway.url}/sign`);
    await visit.sees('This page needs your link');
    await visit.looksRightAndIsSeenEverywhere('face-link-missing');
  });

  it('a session that has run out: is opened again, and goes on where it was', async () => {
    await upToCode();
    const right = await code();
    // The code would be late after the whole session, so that another is asked for: the field is what stays.
    desk.sandbox.passSeconds(FIFTEEN_MINUTES + 1);
    await enter(right);
    await visit.sees('Your session has ended');
    await visit.looksRightAndIsSeenEverywhere('face-session-expired');
    await visit.press('Open it again');
    await visit.page.getByText('This code is no longer good').waitFor();
    await visit.press('Send another code');
    await visit.page.getByText(/Another code in/).waitFor();
    await enter(await code());
    await visit.sees('You have signed');
  });

  it('a session that has run out while the contract is read: is heard as it comes back', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    await visit.openFromApp(requestId, ahmed.token ?? null);
    await visit.sees('Read your contract');
    const over = { message: 'No.', path: ['businessRequest'], extensions: { code: 'UNAUTHENTICATED' } };
    await visit.answers('ContractToSign', { errors: [over], data: null });
    // It is read again in the other language.
    await visit.press('العربية');
    await visit.sees('انتهت جلستك');
    await visit.handOver(ahmed.token ?? '');
    await visit.sees('اقرأ عقدك');
    expect(await visit.page.evaluate('document.activeElement.textContent')).toBe('اقرأ عقدك');
  });

  it('a gateway that can’t open the link again after a reload: says that it is down, and not the customer’s connection', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    await openLink(requestId);
    await visit.sees('Read your contract');
    await visit.page.route('**/sign/session/**', (route) => route.fulfill({ status: 503 }), { times: 1 });
    await visit.page.reload();
    await visit.sees('Signing is down at the moment');
    await visit.press('Try again');
    await visit.sees('Read your contract');
    visit.forgive(/status of 503/);
  });

  it('a session or a link that has run out after the signature: stays signed, and says how to have the PDF', async () => {
    await upToCode();
    await enter(await code());
    await visit.sees('You have signed');
    const download = async () => {
      const [file] = await Promise.all([
        visit.page.waitForEvent('download'),
        visit.press('Download the contract'),
      ]);
      return file.suggestedFilename();
    };
    desk.sandbox.passSeconds(FIFTEEN_MINUTES + 1);
    expect(await download()).toMatch(/\.pdf$/);
    desk.sandbox.passSeconds(FIFTEEN_MINUTES);
    await visit.press('Download the contract');
    await visit.page.getByText('Your link has expired').waitFor();
    await visit.sees('You have signed');
    await visit.looksRightAndIsSeenEverywhere('face-signed-link-over');
    visit.forgive(/status of 401|status of 410/);
  });

  it('a PDF that can’t be fetched yet, and one that comes slowly: says when to go on, and waits for it', async () => {
    await upToCode({ holdsClock: true });
    const { page } = visit;
    await enter(await code());
    await visit.sees('You have signed');
    const [arrived, release] = held();
    let asked = 0;
    await page.route('**/contracts/**', async (route) => {
      asked += 1;
      if (asked === 1) return route.fulfill({ status: 429, headers: { 'retry-after': '540' } });
      // As of Vlens, which names no time.
      if (asked === 2) return route.fulfill({ status: 429 });
      await arrived;
      return route.fallback();
    });
    const button = page.getByRole('button', { name: 'Download the contract' });
    await button.click();
    await page.getByText('The PDF can’t be fetched right now').waitFor();
    await page.getByText(/You can go on at \d\d:\d\d, in 9 minutes\./).waitFor();
    expect(await button.count()).toBe(0);
    await visit.looksRightAndIsSeenEverywhere('face-pdf-later');
    await page.clock.fastForward(540_000);
    await button.click();
    await page.getByText(/You can go on at \d\d:\d\d, in 1 minute\./).waitFor();
    await page.clock.fastForward(6_000);
    const download = page.waitForEvent('download');
    await button.click();
    await page.getByText('Preparing the PDF').waitFor();
    await page.clock.fastForward(31_000);
    await page.getByText('This is taking longer than usual').waitFor();
    release();
    expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
    visit.forgive(/status of 429/);
  });

  it('a PDF that can’t be shown before the signature: is asked for again when the customer says so', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    const { page } = visit;
    await page.route('**/contracts/**', (route) => route.abort(), { times: 1 });
    await openLink(requestId);
    await visit.press('Show the PDF');
    await page.getByText('The PDF can’t be shown right now').waitFor();
    await visit.looksRight('face-pdf-failed');
    await visit.press('Try again');
    await page.getByRole('link', { name: 'Open the PDF' }).waitFor();
    visit.forgive(/ERR_FAILED/);
  });

  it('a step that waits for another token: does not go out any more once another tab signs', async () => {
    const requestId = await upToCode();
    const { securityHash } = await ahmed.link(requestId);
    const steps: unknown[] = [];
    visit.page.on('request', (request) => {
      if (operationOf(request) === 'ValidateOtp') steps.push(request.postDataJSON());
    });
    const right = await code();
    desk.sandbox.passSeconds(FIFTEEN_MINUTES + 1);
    await enter(right);
    await visit.sees('Your session has ended');
    const other = new Visit(desk, visit.context, await visit.context.newPage());
    // A busy machine keeps the first tab from answering at once.
    await other.page.addInitScript(`{
      const later = setTimeout;
      globalThis.setTimeout = (then, ms, ...more) => later(then, ms === 300 ? 20_000 : ms, ...more);
    }`);
    await other.openLink(requestId, String(securityHash));
    await other.press('I have read it, go on');
    await other.sees('You are signing in another tab');
    await other.press('Go on here');
    await other.sees('Enter your code');
    await visit.page.bringToFront();
    await visit.press('Open it again');
    await visit.sees('You are signing in another tab');
    expect(steps).toHaveLength(1);
    expect(other.errors).toEqual([]);
  });

  it('offline: sends nothing, and goes on as soon as the connection is back', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    await openLink(requestId);
    await visit.sees('Read your contract');
    await visit.isThere();
    // Of another language the sentences are fetched when it is first wanted.
    await visit.press('العربية');
    await visit.press('English');
    await visit.sees('Read your contract');
    // What signs is fetched once the contract is there, and nobody waits for it.
    await until(() =>
      visit.page.evaluate<boolean>(
        'performance.getEntriesByType("resource").some(({ name }) => /assets.sign-[^/]*js$/.test(name))',
      ),
    );
    await visit.context.setOffline(true);
    await readOn();
    await visit.sees('You are offline');
    await visit.looksRightAndIsSeenEverywhere('face-offline');
    await visit.context.setOffline(false);
    await visit.sees('Enter your code');
    visit.forgive(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
  });

  it('offline without the browser noticing: goes on by itself all the same', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    await visit.page.route('**/graphql', (route) => route.abort(), { times: 1 });
    // The next one is lost in the middle of its answer.
    await visit.page.addInitScript(`{
      const { text } = Response.prototype;
      let cuts = 1;
      Response.prototype.text = function () {
        return cuts-- > 0 ? Promise.reject(new TypeError('network error')) : text.call(this);
      };
    }`);
    await openLink(requestId);
    await visit.sees('You are offline');
    await visit.sees('Read your contract');
    visit.forgive(/net::ERR_FAILED/);
  });

  it('a clock that is set back by a day: offers another code as soon as otherwise', async () => {
    await upToCode({ holdsClock: true });
    const { page } = visit;
    await page.evaluate(`{
      const told = JSON.parse(sessionStorage['vlens-signing']);
      told.codesSentAt = told.codesSentAt.map((at) => at + 86_400_000);
      sessionStorage['vlens-signing'] = JSON.stringify(told);
    }`);
    await page.reload();
    await page.getByText(/Another code in 0:\d\d/).waitFor();
    await page.clock.runFor(31_000);
    await visit.press('Send another code');
    await page.getByText(/Another code in 0:\d\d/).waitFor();
  });

  it('answers that were lost: another code only where the customer wants it; a signature shows in the contract', async () => {
    await upToCode();
    const loses = (endpoint: string) =>
      desk.sandbox.control('POST', 'faults', { endpoint, kind: 'reset', failNext: 1, when: 'after' });
    await loses('StepValidateOtp');
    await enter(await code());
    await visit.sees('We don’t know whether that went through');
    await visit.looksRightAndIsSeenEverywhere('face-outcome-unknown');
    await visit.press('Send another code');
    await visit.sees('Enter your code');
    await loses('StepValidatePayment');
    await enter(await code());
    await visit.sees('You have signed');
  });

  it('Vlens down before the last step, and the page loaded again: takes that step then, and asks for the code no second time', async () => {
    await upToCode();
    const extensions = { code: 'UPSTREAM_UNAVAILABLE' };
    const refused = { errors: [{ message: 'No.', path: ['confirmPayment'], extensions }], data: null };
    await visit.answers('Confirm', refused);
    await enter(await code());
    await visit.sees('Signing is down at the moment');
    await visit.page.reload();
    await visit.sees('You have signed');
  });

  it('a connection that is lost with the answer to the code, and the page loaded again: finds out first, and sends the code no second time', async () => {
    await upToCode();
    const { page } = visit;
    let sent = 0;
    await page.route('**/graphql', async (route) => {
      const operation = operationOf(route.request());
      if (operation === 'ValidateOtp') {
        sent += 1;
        await route.fetch();
      }
      return /^(?:ValidateOtp|Status)$/.test(operation ?? '') ? route.abort() : route.fallback();
    });
    await enter(await code());
    await visit.sees('You are offline');
    await page.reload();
    await visit.sees('You are offline');
    await page.unroute('**/graphql');
    await visit.sees('We don’t know whether that went through');
    expect(sent).toBe(1);
    visit.forgive(/ERR_FAILED/);
  });

  it('a look at where the contract stands that nobody answers: says so, and looks again, before it is read once more', async () => {
    await upToCode();
    const lost = { endpoint: 'StepValidateOtp', kind: 'reset', failNext: 1, when: 'after' };
    await desk.sandbox.control('POST', 'faults', lost);
    await enter(await code());
    await visit.sees('We don’t know whether that went through');
    await visit.page.route('**/graphql', (route) =>
      operationOf(route.request()) === 'Standing' ? route.abort() : route.fallback(),
    );
    await visit.press('Check the status');
    await visit.sees('You are offline');
    await visit.page.unroute('**/graphql');
    await visit.sees('Read your contract');
    visit.forgive(/ERR_FAILED/);
  });

  it('not approved yet: waits, and moves on when it is, or when it is turned down', async () => {
    await desk.sandbox.control('POST', 'tenant', { approvesByItself: false });
    visit = await desk.visit();
    const hears = await visit.hearsHeadings();
    const waitsFor = async (requestId: string) => {
      await visit.openFromApp(requestId, ahmed.token ?? '');
      await visit.sees('Not approved yet');
    };
    const turnedDown = await ahmed.approved(CAR_LOAN);
    await waitsFor(turnedDown);
    await visit.looksRightAndIsSeenEverywhere('face-not-approved');
    await desk.sandbox.control('POST', `requests/${turnedDown}/reject`);
    await visit.sees('The request was turned down');
    const title = 'The request was turned down';
    expect((await hears()).at(-1)).toEqual({ screen: title, heard: title });
    await visit.looksRightAndIsSeenEverywhere('face-rejected');
    const approved = await ahmed.approved(CAR_LOAN);
    await waitsFor(approved);
    await desk.sandbox.control('POST', `requests/${approved}/approve`);
    await visit.sees('Read your contract');
  });

  it('signed already, before or meanwhile in another place', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    await openLink(requestId);
    await visit.sees('Read your contract');
    await ahmed.withValidOtp(requestId);
    await ahmed.confirm(requestId);
    await visit.sees('You have signed this already');
    await openLink(requestId);
    await visit.sees('You have signed this already');
    await visit.looksRightAndIsSeenEverywhere('face-already-signed');
  });

  it.each([
    ['whatever Vlens may call it', 'UNKNOWN', 'NONE'],
    ['as a gateway that was deployed since has it', 'CAME_LATER', 'CAME_LATER'],
  ])('in a state that this page does not know, %s', async (_what, status, nextStep) => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    await visit.standsAt({ status, nextStep });
    // It would tell of the state that the sandbox knows; the page looks again instead.
    await visit.page.route('**/graphql/stream', (route) => route.abort());
    await openLink(requestId);
    await visit.sees('The contract can’t be signed now');
    if (status === 'UNKNOWN') await visit.looksRightAndIsSeenEverywhere('face-unknown-status');
    visit.forgive(/ERR_FAILED/);
  });

  it('somebody else’s contract', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    const mona = await desk.customer(MONA);
    visit = await desk.visit();
    await visit.openFromApp(requestId, mona.token ?? '');
    await visit.sees('There is no such contract');
    await visit.looksRightAndIsSeenEverywhere('face-not-found');
  });

  it('Vlens down: says so, and reads the contract when it is back', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    const hash = String((await ahmed.link(requestId)).securityHash);
    await desk.sandbox.control('POST', 'faults', { kind: 'html' });
    await visit.openLink(requestId, hash);
    await visit.sees('Signing is down at the moment');
    await visit.looksRightAndIsSeenEverywhere('face-unavailable');
    await desk.sandbox.control('DELETE', 'faults');
    await visit.press('Try again');
    await visit.sees('Read your contract');
  });

  it('too many customers at once, and a fault of ours: waits as long as it was told; gives a number to quote', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    await visit.opensUnread();
    const limited = { code: 'RATE_LIMITED', retryAfterSeconds: 4 };
    const ours = { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-4711' };
    await visit.answers(
      'ContractToSign',
      ...[limited, ours].map((extensions) => ({ errors: [{ message: 'No.', extensions }], data: null })),
    );
    await openLink(requestId);
    await visit.sees('We are busy');
    await visit.looksRightAndIsSeenEverywhere('face-rate-limited');
    await visit.sees('Something went wrong');
    await visit.page.getByText('req-4711').waitFor();
    await visit.looksRightAndIsSeenEverywhere('face-unexpected');
    await visit.press('Try again');
    await visit.sees('Read your contract');
  });

  it('too many customers at once, twice over while a step is sent: counts from the beginning each time, and shows what is under way', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    const { page } = visit;
    await visit.holdClock();
    const refused = (extensions: object) => ({
      errors: [{ message: 'No.', path: ['requestActivationOtp'], extensions }],
      data: null,
    });
    const limited = refused({ code: 'RATE_LIMITED', retryAfterSeconds: 9 });
    const [arrived, release] = held();
    let tries = 0;
    await visit.answers('AskForOtp', limited, limited, refused({ code: 'UPSTREAM_UNAVAILABLE' }));
    await page.route('**/graphql', async (route) => {
      if (operationOf(route.request()) !== 'AskForOtp') return route.fallback();
      tries += 1;
      if (tries === 4) await arrived;
      return route.fallback();
    });
    await openLink(requestId);
    await readOn();
    for (let times = 0; times < 2; times++) {
      await page.getByText(/We try again in 0:0[1-9]/).waitFor();
      await page.clock.fastForward(10_000);
    }
    await visit.sees('Signing is down at the moment');
    await visit.press('Try again');
    await visit.sees('Sending you a code …');
    release();
    await visit.sees('Enter your code');
  });

  it('a link that was tried too often, or too often from one address: says how long to wait, and opens then', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    const { page } = visit;
    await visit.holdClock();
    const rejection = (reason: string, retryAfterSeconds: number | null) => ({
      data: { openSigningSession: { __typename: 'Rejection', reason, retryAfterSeconds } },
    });
    const extensions = { code: 'RATE_LIMITED', retryAfterSeconds: 900 };
    await visit.answers('OpenLink', rejection('NOT_FOUND', null), rejection('TOO_MANY_ATTEMPTS', 540), {
      errors: [{ message: 'No.', path: ['openSigningSession'], extensions }],
      data: null,
    });
    await openLink(requestId);
    await visit.sees('There is no such contract');
    for (const minutes of [9, 15]) {
      await visit.press('Try again');
      await visit.sees('Too many tries');
      await page.getByText(`in ${minutes} minutes.`).waitFor();
      expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
      if (minutes === 9) await visit.looksRightAndIsSeenEverywhere('face-link-too-many-tries');
      await page.clock.fastForward(minutes * 60_000);
    }
    await visit.press('Try again');
    await visit.sees('Read your contract');
  });

  it('every reason that Vlens may say no for has a screen of its own', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    await openLink(requestId);
    const faces = {
      NOT_FOUND: 'There is no such contract',
      NOT_ELIGIBLE: 'You can’t sign at the moment',
      OTP_INCORRECT: 'This did not work',
      OTP_EXPIRED: 'This did not work',
      TOO_MANY_ATTEMPTS: 'Too many codes',
      PAYMENT_INCOMPLETE: 'This did not work',
      LINK_EXPIRED: 'This link has expired',
      INVALID_CREDENTIALS: 'You are not signed in',
      INVALID_INPUT: 'Something was not accepted',
      OTHER: 'This did not work',
      // Of a gateway that was deployed since.
      CAME_LATER: 'This did not work',
    };
    const refusals = Object.keys(faces).map((reason) => ({
      data: {
        requestActivationOtp: { __typename: 'Rejection', reason, message: 'The provider’s own words.' },
      },
    }));
    await visit.answers('AskForOtp', ...refusals);
    const again = visit.page.getByRole('button', { name: 'Begin again' });
    const beginAgain = async () => {
      if ((await again.count()) > 0) return again.click();
      await openLink(requestId);
      await visit.press('I have read it, go on');
    };
    await visit.press('I have read it, go on');
    for (const [reason, face] of Object.entries(faces)) {
      await visit.press('Share my location');
      await visit.sees(face);
      if (['OTHER', 'NOT_ELIGIBLE', 'INVALID_INPUT', 'CAME_LATER'].includes(reason))
        await visit.page.getByText('The provider’s own words.').waitFor();
      if (SEEN_HERE.has(reason)) await visit.looksRightAndIsSeenEverywhere(`face-reason-${reason}`);
      await beginAgain();
    }
  });
});
