import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { samplePerson } from '../../sandbox/src/cards/people.js';
import { AHMED, CAR_LOAN, Customer } from './support/customer.js';
import { frames } from './support/frames.js';
import { cardOf, checkOf, pictureOf, Verifying } from './support/id-cards.js';
import { Newcomer } from './support/newcomer.js';
import { ASWAN, START, TestSandbox } from './support/sandbox.js';

const API = '/api/DigitalIdentity';
let sandbox: TestSandbox;
let verifying: Verifying;
let card: Awaited<ReturnType<typeof cardOf>>;
beforeAll(async () => {
  card = await cardOf(7);
});
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await TestSandbox.start();
  verifying = await newcomer();
});
afterAll(() => sandbox.close());

let newcomers = 0;
async function newcomer(): Promise<Verifying> {
  newcomers += 1;
  const somebody = new Newcomer(sandbox, `+2012${10_000_000 + newcomers}`, `n${newcomers}@example.com`);
  return new Verifying(sandbox, (await somebody.registered()).accessToken);
}
const eligibility = async () =>
  (
    await sandbox.call<{ isEligible: boolean }>('GET', '/api/BusinessRequest/CheckEligibility', {
      token: verifying.token,
    })
  ).data.isEligible;
const stage = async () => (await sandbox.control('GET', 'users')).body.users.at(-1).stage;

describe('front, back and three faces', () => {
  it('make a newcomer a verified customer who may create a request', async () => {
    expect([await eligibility(), await stage()]).toEqual([false, 'Registered']);
    const front = await verifying.side('front', card.front);
    expect(front).toMatchObject({
      code: null,
      services: { validations: { validation_errors: [] }, liveness: null },
      data: { isVerificationProcessCompleted: false, isDigitalIdentityVerified: false, idBackData: null },
    });
    const { transaction_id, ...read } = front.data.idFrontData;
    const { nationalId, nameEnglish } = card.said.front;
    expect(read).toMatchObject({
      idNumber: nationalId,
      name_english: nameEnglish,
      dateOfBirth: '1967-08-08',
    });
    const back = await verifying.side('back', card.back, { transaction_id });
    expect(back.data.idBackData).toMatchObject({ idNumber: nationalId, idExpiry: card.said.back.expiresOn });
    expect(await verifying.liveness(transaction_id)).toMatchObject({
      code: null,
      services: { liveness: true, SRC: { isValid: true } },
      data: {
        isVerificationProcessCompleted: true,
        isDigitalIdentityVerified: true,
        user: { fullName: nameEnglish, idNumber: nationalId },
      },
    });
    expect([await eligibility(), await stage()]).toEqual([true, 'Verified']);
  });

  it('may come back first, with an id that the app made, and in a data: URL', async () => {
    const transaction_id = '5a0c6a4e-32a1-4c2d-9c54-1f1f3f0b7a11';
    const back = await verifying.side('back', `data:image/png;base64,${card.back}`, { transaction_id });
    expect(back.data.idFrontData).toEqual({ transaction_id });
    await verifying.side('front', card.front, { transaction_id });
    expect((await verifying.liveness(transaction_id)).data.isDigitalIdentityVerified).toBe(true);
  });

  it('tell nothing of the card where nobody asks for it', async () => {
    const { data } = await verifying.side('front', card.front, { getExtractedData: false });
    expect(Object.keys(data.idFrontData)).toEqual(['transaction_id']);
  });

  it('can be sent again, each until liveness passed', async () => {
    const { transaction_id } = (await verifying.side('front', card.front)).data.idFrontData;
    expect((await verifying.side('front', card.front, { transaction_id })).code).toBeNull();
    await verifying.side('back', card.back, { transaction_id });
    await verifying.liveness(transaction_id);
    expect((await verifying.side('front', card.front, { transaction_id })).code).toBe(5004);
    expect((await verifying.liveness(transaction_id)).data.isDigitalIdentityVerified).toBe(true);
  });

  it('serve to sign far from home later', async () => {
    const { transaction_id } = (await verifying.whole(7)).data.idFrontData;
    const somebody = new Customer(sandbox, AHMED, verifying.token ?? '', sandbox.apiKey);
    const id = await somebody.approved(CAR_LOAN);
    somebody.travelTo(ASWAN);
    const far = await somebody.requestOtp(id);
    expect(far).toMatchObject({ code: 9301, data: { transactionId: transaction_id } });
    await somebody.revalidate({ requestId: id, transactionId: transaction_id });
    expect((await somebody.requestOtp(id)).code).toBeNull();
  });
});

describe('a card is refused', () => {
  const { front, back } = samplePerson(7, START);
  const withId = (nationalId: string) => pictureOf({ ...front, nationalId });

  it.each([
    [3001, '19901234567890'],
    [3002, '29902304567890'],
    [3003, '29901019967890'],
  ])('%d: for a national id that can’t be', async (code, nationalId) => {
    const refused = await verifying.side('front', await withId(nationalId));
    expect([refused.code, checkOf(refused)]).toMatchObject([code, { field: 'idNumber', code }]);
  });

  it('3010: that has expired', async () => {
    const expired = await cardOf(7, { expired: true });
    expect(await verifying.side('back', expired.back)).toMatchObject({ code: 3010 });
  });

  it('3010: that expires before liveness', async () => {
    const { transaction_id } = (await verifying.side('front', card.front)).data.idFrontData;
    await verifying.side('back', await pictureOf({ ...back, expiresOn: '2026-11-23' }), { transaction_id });
    sandbox.passSeconds(12 * 60 * 60);
    expect((await verifying.liveness(transaction_id)).code).toBe(3010);
  });

  it('3101: whose sides are of two people', async () => {
    const { transaction_id } = (await verifying.side('front', card.front)).data.idFrontData;
    const other = await cardOf(8);
    expect((await verifying.side('back', other.back, { transaction_id })).code).toBe(3101);
    expect((await verifying.liveness(transaction_id)).code).toBe(9901);
  });

  it('1001, among the checks alone: of somebody who is not of full age', async () => {
    const refused = await verifying.side('front', await withId('30601010112345'));
    expect(refused.code).toBeNull();
    expect(checkOf(refused)).toMatchObject({ field: 'dateOfBirth', code: 1001 });
    expect(
      (await verifying.side('front', await withId('30511230112345'))).services.validations.validation_errors,
    ).toEqual([]);
  });

  it('9902: that another customer is verified with, also where both are at it', async () => {
    const other = await newcomer();
    const { transaction_id } = (await other.side('front', card.front)).data.idFrontData;
    await other.side('back', card.back, { transaction_id });
    await verifying.whole(7);
    expect((await other.liveness(transaction_id)).code).toBe(9902);
    expect((await other.side('front', card.front)).code).toBe(9902);
  });

  it('9902: by one of two who send the last faces at the same time', async () => {
    const other = await newcomer();
    const started = await Promise.all(
      [verifying, other].map(async (each) => {
        const { transaction_id } = (await each.side('front', card.front)).data.idFrontData;
        await each.side('back', card.back, { transaction_id });
        return () => each.liveness(transaction_id);
      }),
    );
    const both = await Promise.all(started.map((go) => go()));
    expect(both.map(({ code }) => code).sort()).toEqual([9902, null]);
  });

  it('9903: where a customer sends the last faces with two people’s cards at the same time', async () => {
    const ids: string[] = [];
    for (const { front, back } of [card, await cardOf(8)]) {
      const { transaction_id } = (await verifying.side('front', front)).data.idFrontData;
      await verifying.side('back', back, { transaction_id });
      ids.push(transaction_id);
    }
    const both = await Promise.all(ids.map((id) => verifying.liveness(id)));
    expect(both.map(({ code }) => code).sort()).toEqual([9903, null]);
  });

  it('9903: that is not the one of a verified customer', async () => {
    const ahmed = await Customer.loggedIn(sandbox, AHMED);
    expect((await new Verifying(sandbox, ahmed.token).side('front', card.front)).code).toBe(9903);
  });
});

describe('liveness is refused', () => {
  it('before front and back', async () => {
    const { transaction_id } = (await verifying.side('front', card.front)).data.idFrontData;
    expect(await verifying.liveness(transaction_id)).toMatchObject({ code: 9901, data: null });
  });

  it('with a transaction that is none, or a stranger’s', async () => {
    const unknown = await verifying.liveness('5a0c6a4e-32a1-4c2d-9c54-1f1f3f0b7a11');
    expect(unknown).toMatchObject({ code: 5004, data: null });
    const other = await newcomer();
    const { transaction_id } = (await other.side('front', card.front)).data.idFrontData;
    expect((await verifying.side('back', card.back, { transaction_id })).code).toBe(5004);
  });

  it('with a face that is missing or there twice', async () => {
    const { transaction_id } = (await verifying.side('front', card.front)).data.idFrontData;
    await verifying.side('back', card.back, { transaction_id });
    const missing = await verifying.liveness(transaction_id, { face_3: null });
    expect(missing).toMatchObject({ code: 9302, services: { liveness: false } });
    expect(checkOf(missing)).toMatchObject({ field: 'face_3' });
    expect((await verifying.liveness(transaction_id)).code).toBeNull();
  });
});

describe('the picture to compare the face with', () => {
  const noise = async (side: number) => {
    const raw = { width: side, height: side, channels: 3 } as const;
    return sharp(randomBytes(side * side * 3), { raw })
      .png({ compressionLevel: 0 })
      .toBuffer();
  };
  const started = async () => {
    const { transaction_id } = (await verifying.side('front', card.front)).data.idFrontData;
    await verifying.side('back', card.back, { transaction_id });
    return transaction_id;
  };

  it('may be as large as that of a card, and no larger', async () => {
    const large = await noise(1010);
    expect(large.length).toBeGreaterThan(2.9 * 1024 * 1024);
    expect(large.length).toBeLessThanOrEqual(3 * 1024 * 1024);
    const transaction_id = await started();
    const image = (await noise(1030)).toString('base64');
    const refused = await verifying.liveness(transaction_id, { image });
    expect(checkOf(refused)).toMatchObject({ field: 'image', message: 'It is larger than 3 MB.' });
    const passed = await verifying.liveness(transaction_id, { image: large.toString('base64') });
    expect(passed).toMatchObject({ code: null, services: { liveness: true } });
  });

  it('may be one of the frames', async () => {
    const { face_1: image } = await frames();
    expect(await verifying.liveness(await started(), { image })).toMatchObject({ code: null });
  });
});

describe('the authorities', () => {
  it.each([
    ['ntra', { field: 'phoneNumber' }],
    ['cso', null],
  ])('keep a customer Validated when %s says no, and let them on with a yes', async (authority, check) => {
    await sandbox.control('POST', 'tenant', { [authority]: 'no' });
    const { front, back } = card;
    const { transaction_id } = (await verifying.side('front', front)).data.idFrontData;
    await verifying.side('back', back, { transaction_id });
    const asked = await verifying.liveness(transaction_id);
    expect(asked).toMatchObject({
      code: null,
      data: { isVerificationProcessCompleted: true, isDigitalIdentityVerified: false },
    });
    if (check) expect(checkOf(asked)).toMatchObject(check);
    else expect(asked.services.SRC).toMatchObject({ isValid: false, errorMessage: expect.any(String) });
    expect([await eligibility(), await stage()]).toEqual([false, 'Validated']);
    await sandbox.control('POST', 'tenant', { [authority]: 'yes' });
    expect((await verifying.liveness(transaction_id)).data.isDigitalIdentityVerified).toBe(true);
    expect([await eligibility(), await stage()]).toEqual([true, 'Verified']);
  });
});

describe('a verification with the ApiKey alone', () => {
  const link = (transactionId: string, by = verifying) =>
    by.post(`${API}/LinkUserWithExistingTransaction`, { transactionId });

  it('becomes the customer’s who takes it over, once', async () => {
    const nobodys = new Verifying(sandbox, undefined, '/v1/ocr');
    const { transaction_id } = (await nobodys.side('front', card.front)).data.idFrontData;
    expect((await link(transaction_id)).code).toBe(9901);
    await nobodys.side('back', card.back, { transaction_id });
    expect((await nobodys.liveness(transaction_id)).data).toMatchObject({
      isVerificationProcessCompleted: true,
      isDigitalIdentityVerified: false,
      user: null,
    });
    expect((await link(transaction_id)).data.isDigitalIdentityVerified).toBe(true);
    expect((await link(transaction_id, await newcomer())).code).toBe(5004);
  });

  it('is answered in the tenant’s dialect', async () => {
    const nobodys = new Verifying(sandbox, undefined, '/v1/ocr');
    await sandbox.control('POST', 'tenant', { dialect: 'sdk' });
    expect(await nobodys.side('front', card.front)).toMatchObject({ status: 200, code: 0 });
    expect(await nobodys.side('front', 'hello!')).toMatchObject({ status: 415, code: 415 });
    await sandbox.control('POST', 'tenant', { dialect: 'older' });
    const response = await fetch(`${sandbox.url}/v1/ocr/id/back`, {
      method: 'POST',
      headers: { apikey: sandbox.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ image: card.back }),
    });
    expect(await response.json()).toMatchObject({
      error_code: null,
      Services: { Validations: { validation_errors: [] } },
    });
  });

  it('makes nobody two people, where both are taken over at the same time', async () => {
    const nobodys = new Verifying(sandbox, undefined, '/v1/ocr');
    const ids: string[] = [];
    for (const person of [7, 8]) ids.push((await nobodys.whole(person)).data.idFrontData.transaction_id);
    const both = await Promise.all(ids.map((id) => link(id)));
    expect(both.map(({ code }) => code).sort()).toEqual([9903, null]);
  });
});

describe('a verified identity', () => {
  const cancel = () =>
    sandbox.call<string>('POST', `${API}/CancelVerifiedDigitalIdentity`, {
      token: verifying.token,
      body: {},
    });

  it('can be cancelled by its customer, and verified again', async () => {
    expect((await cancel()).code).toBe(9904);
    await verifying.whole(7);
    expect(await cancel()).toMatchObject({ code: null, data: expect.any(String) });
    expect([await eligibility(), await stage()]).toEqual([false, 'Registered']);
    await verifying.whole(8);
    expect(await eligibility()).toBe(true);
  });
});

describe('the sample cards', () => {
  it('come as pictures that verify', async () => {
    const picture = async (query: string) => {
      const response = await fetch(`${sandbox.url}/sandbox/samples/${query}`);
      expect(response.headers.get('content-type')).toBe('image/png');
      return Buffer.from(await response.arrayBuffer()).toString('base64');
    };
    expect((await verifying.side('front', await picture('id-front.png?person=21'))).code).toBeNull();
    expect((await verifying.side('back', await picture('id-back.png?person=21&expired=true'))).code).toBe(
      3010,
    );
    expect((await sandbox.control('GET', 'samples/id-front.png?person=0')).status).toBe(400);
  });
});
