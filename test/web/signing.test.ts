import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { AHMED, CAR_LOAN, type Frontend } from '../gateway/frontend.js';
import { describeInChromium } from '../support/chromium.js';
import { SigningDesk, type Visit } from './customer.js';

describeInChromium('A customer at the signing page', () => {
  let desk: SigningDesk;
  let ahmed: Frontend;
  let visit: Visit;

  beforeAll(async () => {
    desk = await SigningDesk.open();
  }, 120_000);
  afterAll(() => desk?.close());
  beforeEach(async () => {
    await desk.standIn.control('POST', 'reset');
    ahmed = await desk.customer(AHMED);
  });
  afterEach(() => visit?.close());

  const code = async () => (await desk.standIn.newestSms(AHMED.phoneNumber)).code;
  const hashOf = async (requestId: string) => String((await ahmed.link(requestId)).securityHash);

  it('signs near home: reads, shares the place, enters the code, keeps the PDF', async () => {
    const requestId = await ahmed.approved(CAR_LOAN);
    visit = await desk.visit();
    const { page } = visit;
    await visit.openLink(requestId, await hashOf(requestId));
    await visit.sees('Read your contract');
    expect(page.url()).toBe(`${desk.gateway.url}/sign`);
    await page.getByText('Car Loan Contract').first().click();
    await page.getByText('The lender grants').first().waitFor();
    await visit.picture('near-1-contract');
    await visit.press('I have read it, go on');
    await visit.sees('Where are you?');
    await visit.picture('near-2-place');
    await visit.press('Share my location');
    await visit.sees('Enter your code');
    const field = page.getByLabel('Code from the SMS');
    expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
    await visit.picture('near-3-code');
    await field.fill(await code());
    await visit.press('Sign the contract');
    await visit.sees('You have signed');
    await visit.picture('near-4-signed');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      visit.press('Download the contract'),
    ]);
    expect(download.suggestedFilename()).toMatch(/^contract-.*\.pdf$/);
    expect(visit.complaints).toEqual([]);
  });
});
