import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { describeInChromium } from '../support/chromium.js';
import { SigningDesk, type Visit } from './customer.js';
import { Newcomer, PASSWORD } from './joining.js';
import { firstScreenWeight, scriptWeight } from './page-weight.js';

// A browser on a busy machine takes its time; what is tested does not depend on it.
jest.setTimeout(120_000);

describeInChromium('Somebody whom nobody knows yet', () => {
  let desk: SigningDesk;
  let visit: Visit;

  beforeAll(async () => {
    desk = await SigningDesk.open();
  }, 120_000);
  afterAll(() => desk?.close());
  beforeEach(async () => {
    await desk.sandbox.control('POST', 'reset');
  });
  afterEach(async () => {
    await visit.close();
    expect(visit.complaints).toEqual([]);
  });

  it('comes from nothing to the signing page, by camera', async () => {
    await desk.sandbox.control('POST', 'tenant', { approvesByItself: false });
    visit = await desk.visit();
    const { page } = visit;
    const newcomer = await Newcomer.at(desk, 41, visit);
    await visit.sees('What is your phone number?');
    await visit.looksRight('join-01-phone');
    await page.getByLabel('Mobile number').fill(newcomer.phoneNumber.replace('+20', '0'));
    await visit.press('Go on');
    await visit.sees('Enter your code');
    await visit.looksRight('join-02-code');
    await page.getByLabel('Code').fill(`Your code is ${await newcomer.code()}.`);
    await visit.press('Go on');
    await visit.sees('Choose a password');
    await visit.looksRight('join-03-password');
    await page.getByLabel('New password').fill(PASSWORD);
    await visit.press('Create my account');
    await visit.sees('Where are you?');
    await visit.looksRight('join-04-place');
    await visit.press('Share my location');
    await visit.sees('The front of your id card');
    await visit.looksRight('join-05-card');
    await newcomer.layOnTable('front');
    await visit.press('Open the camera');
    await page.getByText('Good. Hold still').waitFor();
    await visit.looksRight('join-06-camera');
    await visit.press('Take the photograph');
    await page.getByText('Can you read every word').waitFor();
    await visit.looksRight('join-07-photograph');
    await visit.press('Use this photograph');
    await visit.sees('The back of your id card');
    await newcomer.layOnTable('back');
    await visit.press('Open the camera');
    await page.getByText('Good. Hold still').waitFor();
    await visit.press('Take the photograph');
    await visit.press('Use this photograph');
    await visit.sees('Let us see that it is you');
    await visit.looksRight('join-08-face');
    await visit.press('Open the camera');
    await visit.press('I am ready');
    await visit.sees('What would you like?');
    await visit.looksRight('join-09-products');
    await visit.press('Personal Loan');
    await visit.sees('Personal Loan');
    await visit.looksRight('join-10-form');
    await visit.press('Send my request');
    await page.getByText('Please look at these answers again: 3.').waitFor();
    await visit.looksRight('join-11-form-mistakes');
    await page.getByLabel('Full name').fill('Ahmed Mohamed');
    await page.getByLabel('National ID').fill('29901234567890');
    await page.getByLabel('Monthly income (EGP)').fill('5000');
    await visit.press('Send my request');
    await visit.sees('Your request is being looked at');
    await visit.looksRight('join-12-waiting');
    const { body } = await desk.sandbox.control('GET', 'requests');
    await desk.sandbox.control('POST', `requests/${body.requests[0].id}/approve`);
    await visit.sees('Read your contract');
    await visit.looksRight('join-13-contract');
  });

  it('comes as far in Arabic, with photographs from the phone and an e-mail address, on a small screen in the dark', async () => {
    await desk.sandbox.control('POST', 'tenant', { approvesByItself: true, requiresConfirmedEmail: true });
    visit = await desk.visit({
      locale: 'ar-EG',
      viewport: { width: 320, height: 568 },
      colorScheme: 'dark',
    });
    const { page } = visit;
    const newcomer = await Newcomer.at(desk, 42, visit);
    const arabic = (digits: string) => digits.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'.charAt(Number(digit)));
    await visit.sees('ما رقم هاتفك؟');
    await visit.looksRight('join-arabic-01-phone');
    await page.getByRole('textbox').fill(arabic(newcomer.phoneNumber.replace('+20', '0')));
    await visit.press('متابعة');
    await visit.sees('أدخل الرمز');
    await visit.looksRight('join-arabic-02-code');
    await page.getByRole('textbox').fill(arabic(await newcomer.code()));
    await visit.press('متابعة');
    await visit.sees('ما عنوان بريدك الإلكتروني؟');
    await visit.looksRight('join-arabic-03-email');
    await page.getByRole('textbox').fill('newcomer@example.com');
    await visit.press('متابعة');
    await visit.sees('أدخل الرمز');
    await page.getByRole('textbox').fill(await newcomer.codeByMail('newcomer@example.com'));
    await visit.press('متابعة');
    await visit.sees('اختر كلمة مرور');
    await visit.looksRight('join-arabic-04-password');
    await page.getByLabel('كلمة المرور الجديدة').fill(PASSWORD);
    await visit.press('إنشاء حسابي');
    await visit.press('مشاركة موقعي');
    for (const side of ['front', 'back'] as const) {
      await visit.sees(side === 'front' ? 'الوجه الأمامي لبطاقتك' : 'الوجه الخلفي لبطاقتك');
      await visit.looksRight(`join-arabic-05-${side}`);
      const photograph = { name: `${side}.png`, mimeType: 'image/png', buffer: await newcomer.card(side) };
      await page.getByLabel('اختيار صورة بدلًا من ذلك').setInputFiles(photograph);
      await page.getByText('هل تستطيع قراءة كل كلمة').waitFor();
      await visit.looksRight(`join-arabic-06-${side}`);
      await visit.press('استخدام هذه الصورة');
    }
    await visit.press('فتح الكاميرا');
    await visit.press('أنا جاهز');
    await visit.sees('ماذا تريد؟');
    await visit.looksRight('join-arabic-07-products');
    await visit.press('Personal Loan');
    await page.getByLabel('الاسم الكامل').fill('محمود طارق رضوان');
    await page.getByLabel('الرقم القومي').fill('٢٦١٠٦١٤٠٢٢٠٨٣٤');
    await page.getByLabel('الدخل الشهري (جنيه)').fill('5000');
    await page.getByLabel('الحالة الوظيفية').selectOption('Employed');
    await page.getByLabel('جهة العمل').fill('شركة النيل');
    await page.getByLabel('تاريخ التعيين').fill('2020-01-15');
    await visit.press('إضافة صف');
    await page.getByLabel('Lender').fill('بنك القاهرة');
    await page.getByLabel('Monthly amount (EGP)').fill('750');
    await visit.looksRight('join-arabic-08-form');
    await visit.press('إرسال طلبي');
    await visit.sees('اقرأ عقدك');
    expect(await page.evaluate('[document.documentElement.lang, document.documentElement.dir]')).toEqual([
      'ar',
      'rtl',
    ]);
    await page.getByText('بنك القاهرة').waitFor();
    await visit.looksRight('join-arabic-09-contract');
  });

  it('has less than 170 kB of script on the whole way in one language, and less than 120 kB to show the first screen', () => {
    // What is fetched by those alone who need it: the smaller language, and the ways out where there is no camera.
    const weight = scriptWeight(desk.folder, 'join.html', /^(?:en|join-en|ways-out|qr-code)-/);
    expect(weight).toBeGreaterThan(50_000);
    expect(weight).toBeLessThan(170_000);
    expect(firstScreenWeight(desk.folder, 'join.html', ['ar', 'en'], ['join-ar', 'join-en'])).toBeLessThan(
      120_000,
    );
  });
});
