import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AHMED, CAR_LOAN, Customer, FORM, JOINT_ACCOUNT, MONA, OMAR } from './support/customer.js';
import { Newcomer } from './support/newcomer.js';
import { ALEXANDRIA, TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
let ahmed: Customer;
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await TestSandbox.start();
  ahmed = await Customer.loggedIn(sandbox);
});
afterAll(() => sandbox.close());

const withMona = { customerSignersIdentifiers: [MONA.nationalId] };

describe('a joint account', () => {
  it('is Customer Partially Signed until its second signer has signed too', async () => {
    const id = await ahmed.approved(JOINT_ACCOUNT, withMona);
    const mona = await Customer.loggedIn(sandbox, MONA);
    await ahmed.sign(id);
    expect(await mona.statusOf(id)).toBe('Customer Partially Signed');
    expect((await ahmed.requestOtp(id)).code).toBe(9203);
    await mona.sign(id);
    expect(await ahmed.statusOf(id)).toBe('Customer Signed');
  });

  it('stands in the lists of both, with who has signed', async () => {
    const id = await ahmed.approved(JOINT_ACCOUNT, { customerSignersIdentifiers: [MONA.phoneNumber] });
    const mona = await Customer.loggedIn(sandbox, MONA);
    await mona.sign(id);
    for (const signer of [ahmed, mona]) {
      const { data } = await signer.call('GET', '/api/BusinessRequest/CurrentList');
      expect(data).toEqual([
        expect.objectContaining({
          id,
          requeststatus: 6,
          customerSigners: [
            { customerSigner: expect.objectContaining({ idNumber: AHMED.nationalId }), isSigned: false },
            { customerSigner: expect.objectContaining({ idNumber: MONA.nationalId }), isSigned: true },
          ],
        }),
      ]);
    }
  });

  it('is the creator’s pending request, not the other signer’s', async () => {
    await ahmed.approved(JOINT_ACCOUNT, withMona);
    const mona = await Customer.loggedIn(sandbox, MONA);
    const path = '/api/BusinessRequest/CheckEligibility';
    expect((await ahmed.call('GET', path)).data).toMatchObject({
      hasPendingRequest: true,
      isEligible: false,
    });
    expect((await mona.call('GET', path)).data).toMatchObject({ hasPendingRequest: false, isEligible: true });
  });

  it('takes each signer’s own OTP', async () => {
    const id = await ahmed.approved(JOINT_ACCOUNT, withMona);
    const mona = await Customer.loggedIn(sandbox, MONA);
    await ahmed.withValidOtp(id);
    expect((await mona.confirm(id)).code).toBe(9408);
    const { id: otpId, code } = await ahmed.otpFor(id);
    expect((await mona.validateOtp(otpId, code)).code).toBe(9401);
  });

  it('measures each signer from where they were last', async () => {
    const id = await ahmed.approved(JOINT_ACCOUNT, withMona);
    const mona = await Customer.loggedIn(sandbox, MONA);
    mona.travelTo(ALEXANDRIA);
    expect((await mona.requestOtp(id)).data).toMatchObject({ transactionId: MONA.transactionId });
    expect((await ahmed.requestOtp(id)).code).toBeNull();
  });

  it('of three stays partially signed until as many have signed as were asked for', async () => {
    await sandbox.control('POST', `users/${OMAR.phoneNumber}`, { isDigitalIdentityVerified: true });
    const id = await ahmed.approved(JOINT_ACCOUNT, {
      customerSignersIdentifiers: [MONA.phoneNumber, OMAR.phoneNumber],
      minimumRequiredSignatories: 3,
    });
    const others = [await Customer.loggedIn(sandbox, MONA), await Customer.loggedIn(sandbox, OMAR)];
    await ahmed.sign(id);
    await others[0]?.sign(id);
    expect(await ahmed.statusOf(id)).toBe('Customer Partially Signed');
    await others[1]?.sign(id);
    expect(await ahmed.statusOf(id)).toBe('Customer Signed');
  });

  it('of three is signed by two where two are enough', async () => {
    await sandbox.control('POST', `users/${OMAR.phoneNumber}`, { isDigitalIdentityVerified: true });
    const id = await ahmed.approved(JOINT_ACCOUNT, {
      customerSignersIdentifiers: [MONA.phoneNumber, OMAR.phoneNumber],
      minimumRequiredSignatories: 2,
    });
    await ahmed.sign(id);
    await (await Customer.loggedIn(sandbox, MONA)).sign(id);
    expect(await ahmed.statusOf(id)).toBe('Customer Signed');
    expect((await (await Customer.loggedIn(sandbox, OMAR)).requestOtp(id)).code).toBe(9203);
  });
});

describe('the signers of a new request', () => {
  const refused = async (productId: number, more: object) => {
    const { code, fields } = await ahmed.create(productId, FORM, more);
    expect(code).toBe(400);
    return fields.map(({ field }) => field);
  };

  it('must be named for a joint account', async () => {
    expect(await refused(JOINT_ACCOUNT, {})).toEqual(['customerSignersIdentifiers']);
    expect(await refused(JOINT_ACCOUNT, { customerSignersIdentifiers: [] })).toEqual([
      'customerSignersIdentifiers',
    ]);
  });

  it('are known, verified, others than the applicant, and named once', async () => {
    const customerSignersIdentifiers = [
      '29999999999999',
      OMAR.phoneNumber,
      AHMED.phoneNumber,
      MONA.phoneNumber,
      MONA.nationalId,
    ];
    expect(await refused(JOINT_ACCOUNT, { customerSignersIdentifiers })).toEqual([
      'customerSignersIdentifiers[0]',
      'customerSignersIdentifiers[1]',
      'customerSignersIdentifiers[2]',
      'customerSignersIdentifiers[4]',
    ]);
  });

  it.each([
    ['phone number', MONA.phoneNumber],
    ['e-mail address, in whatever case', 'Mona.Hassan@example.com'],
    ['user id', '2'],
    ['national id', MONA.nationalId],
  ])('are named by %s', async (_, identifier) => {
    const { code } = await ahmed.create(JOINT_ACCOUNT, FORM, { customerSignersIdentifiers: [identifier] });
    expect(code).toBeNull();
    const mona = await Customer.loggedIn(sandbox, MONA);
    expect((await mona.call('GET', '/api/BusinessRequest/CurrentListIds')).totalCount).toBe(1);
  });

  it('are one, by whatever they are named', async () => {
    const customerSignersIdentifiers = ['2', MONA.phoneNumber, 'mona.hassan@example.com', MONA.nationalId];
    expect(await refused(JOINT_ACCOUNT, { customerSignersIdentifiers })).toEqual([
      'customerSignersIdentifiers[1]',
      'customerSignersIdentifiers[2]',
      'customerSignersIdentifiers[3]',
    ]);
    expect(await refused(JOINT_ACCOUNT, { customerSignersIdentifiers: ['1'] })).toEqual([
      'customerSignersIdentifiers[0]',
    ]);
  });

  it('are nobody whose e-mail address is not known, for an empty text', async () => {
    const newcomer = new Newcomer(sandbox);
    await newcomer.register(await newcomer.phoneCode());
    await sandbox.control('POST', `users/${newcomer.phoneNumber}`, { isDigitalIdentityVerified: true });
    expect(await refused(JOINT_ACCOUNT, { customerSignersIdentifiers: [''] })).toEqual([
      'customerSignersIdentifiers[0]',
    ]);
  });

  it('are fifty at the most, as at the gateway', async () => {
    const strangers = Array.from({ length: 51 }, (_, index) => `+2019${10_000_000 + index}`);
    expect(await refused(JOINT_ACCOUNT, { customerSignersIdentifiers: strangers.slice(1) })).toHaveLength(50);
    expect(await refused(JOINT_ACCOUNT, { customerSignersIdentifiers: strangers })).toEqual([
      'customerSignersIdentifiers',
    ]);
  });

  it('are as many as there must be signatures, or more', async () => {
    const field = 'minimumRequiredSignatories';
    expect(await refused(JOINT_ACCOUNT, { ...withMona, [field]: 1 })).toEqual([field]);
    expect(await refused(JOINT_ACCOUNT, { ...withMona, [field]: 3 })).toEqual([field]);
  });

  it('are nobody but the applicant for a loan', async () => {
    expect(await refused(CAR_LOAN, withMona)).toEqual(['customerSignersIdentifiers']);
  });

  it('are never repeated in what is wrong with them', async () => {
    const { fields } = await ahmed.create(JOINT_ACCOUNT, FORM, {
      customerSignersIdentifiers: ['29999999999999'],
    });
    expect(JSON.stringify(fields)).not.toContain('29999999999999');
  });
});
