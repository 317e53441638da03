import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCard } from '../../sandbox/src/cards/read-card.js';
import { AHMED, Customer } from './support/customer.js';
import { cardOf, Verifying } from './support/id-cards.js';
import { Newcomer, type SignIn } from './support/newcomer.js';
import { TestSandbox } from './support/sandbox.js';

const API = '/api/DigitalIdentity';
let sandbox: TestSandbox;
let admin: string;
let customer: SignIn;
let transactionId: string;
const newcomer = () => new Newcomer(sandbox);
beforeAll(async () => {
  sandbox = await TestSandbox.start();
  const body = { tenancyName: 'sandbox', userNameOrEmailAddress: 'admin', password: 'Operator-2026!' };
  admin = (await sandbox.call<SignIn>('POST', '/api/credentials/Login', { body })).data.accessToken;
  customer = await newcomer().registered();
  const { data } = await new Verifying(sandbox, customer.accessToken).whole(7);
  transactionId = data.idFrontData.transaction_id;
});
afterAll(() => sandbox.close());

const get = <T>(path: string, token = admin) => sandbox.call<T>('GET', path, { token });
const post = <T>(path: string, body: object, token = admin) => sandbox.call<T>('POST', path, { token, body });
const imagesPath = (who: string) =>
  `${API}/GetUserDigitalIdentityImages?emailOrPhoneNumber=${encodeURIComponent(who)}`;

describe('an operator', () => {
  it('sees the pictures of a verification by their names', async () => {
    const names = (await get<Record<string, string | null>>(imagesPath(newcomer().email))).data;
    expect(names).toMatchObject({ idFrontImage: expect.stringContaining('front'), livenessImage: null });
    const path = `${API}/GetStepImage?TransactionId=${transactionId}&FileName=${names.idFrontImage}`;
    const image = await get<{ image: string }>(path);
    expect(image).toMatchObject({ code: 0, data: { image: (await cardOf(7)).front } });
    const missing = `${API}/GetStepImage?TransactionId=${transactionId}&FileName=other.png`;
    expect(await get(missing)).toMatchObject({ code: 9905, data: null });
    expect((await get(imagesPath('+201555555555'))).code).toBe(9906);
  });

  it('sees from the start how the sample customers were verified', async () => {
    const names = (await get<Record<string, string | null>>(imagesPath(AHMED.phoneNumber))).data;
    const { idFrontImage = '', livenessFace01Image, livenessFace02Image } = names;
    const id = String(idFrontImage).split('_')[0];
    const image = async (name: string | null | undefined) =>
      (await get<{ image: string }>(`${API}/GetStepImage?TransactionId=${id}&FileName=${name}`)).data.image;
    const card = await readCard(Buffer.from(await image(idFrontImage), 'base64'));
    expect(card).toMatchObject({ side: 'front', nameEnglish: 'Ahmed Mohamed', nationalId: '29901234567890' });
    expect(await image(livenessFace01Image)).not.toBe(await image(livenessFace02Image));
    const { data } = await get(`/api/Transactions/GetTransactionById?id=${id}`);
    expect(data).toMatchObject({
      transaction: { fullName: 'Ahmed Mohamed', isVerified: true, stepsCount: 5 },
    });
  });

  it('sees a transaction, its times day first and its place as JSON in a string', async () => {
    const { data } = await get(`/api/Transactions/GetTransactionById?id=${transactionId}`);
    expect(data).toMatchObject({
      transaction: {
        id: transactionId,
        isVerified: true,
        isMatched: true,
        stepsCount: 5,
        creationTime: '23/11/2026 12:00:00',
        creatorUserId: customer.user.id,
      },
      transactionItems: {
        phoneNumber: newcomer().phoneNumber,
        deviceInfo: { deviceId: 'new-phone', geoLocation: '{"Latitude":30.0444,"Longitude":31.2357}' },
      },
    });
    const unknown = '/api/Transactions/GetTransactionById?id=99999999-9999-4999-8999-999999999999';
    expect((await get(unknown)).code).toBe(5004);
  });

  it('pages through the users, and finds some', async () => {
    const page = await post<{ id: number }[]>(`${API}/GetUsers`, { maxResultCount: 3, skipCount: 2 });
    expect([page.totalCount, page.returnedCount, page.data.map(({ id }) => id)]).toEqual([4, 2, [3, 4]]);
    for (const filter of ['AHMED', AHMED.phoneNumber, AHMED.nationalId]) {
      const found = await post<{ phoneNumber: string }[]>(`${API}/GetUsers`, { filter });
      expect(found.data.some(({ phoneNumber }) => phoneNumber === AHMED.phoneNumber)).toBe(true);
    }
    expect((await post(`${API}/GetUsers`, { filter: '%' })).totalCount).toBe(0);
    expect((await post(`${API}/GetUsers`, { onlyLockedUsers: true })).totalCount).toBe(0);
    expect((await post(`${API}/GetUsers`, { maxResultCount: 1001 })).fields[0]?.field).toBe('maxResultCount');
  });

  it('cancels an identity', async () => {
    const somebody = await new Newcomer(sandbox, '+201000000099', 'other@example.com').registered();
    await new Verifying(sandbox, somebody.accessToken).whole(8);
    const body = { userId: somebody.user.id };
    const path = `${API}/CancelVerifiedDigitalIdentityForAdmin`;
    expect((await post(path, body)).code).toBeNull();
    expect((await post(path, body)).code).toBe(9904);
  });

  it('is told that an id is none which no database holds', async () => {
    const path = `${API}/CancelVerifiedDigitalIdentityForAdmin`;
    expect(await post(path, { userId: 2 ** 31 })).toMatchObject({ code: 400, fields: [{ field: 'userId' }] });
    expect((await post(path, { userId: 2 ** 31 - 1 })).code).toBe(9904);
  });

  it('of another tenant sees nothing of it', async () => {
    const apiKey = 'another-key';
    await sandbox.control('POST', 'tenants', { tenant: 'other', apiKey });
    const body = { tenancyName: 'other', userNameOrEmailAddress: 'admin', password: 'Operator-2026!' };
    const login = await sandbox.call<SignIn>('POST', '/api/credentials/Login', { body, apiKey });
    const asked = await sandbox.call('GET', `/api/Transactions/GetTransactionById?id=${transactionId}`, {
      token: login.data.accessToken,
      apiKey,
    });
    expect(asked.code).toBe(5004);
    expect((await sandbox.call('GET', imagesPath(AHMED.phoneNumber), { token: admin, apiKey })).status).toBe(
      401,
    );
  });
});

describe('a customer', () => {
  it('is told with 403 that these are an operator’s, and nobody with 401', async () => {
    const paths = [
      ['GET', imagesPath(AHMED.phoneNumber)],
      ['GET', `${API}/GetStepImage?TransactionId=${transactionId}&FileName=x`],
      ['GET', `/api/Transactions/GetTransactionById?id=${transactionId}`],
      ['POST', `${API}/GetUsers`],
      ['POST', `${API}/CancelVerifiedDigitalIdentityForAdmin`],
      ['POST', '/api/IdentityUserSession/CreateInvitation'],
    ] as const;
    const { token } = await Customer.loggedIn(sandbox, AHMED);
    for (const [method, path] of paths) {
      const body = method === 'POST' ? { body: {} } : {};
      expect(await sandbox.call(method, path, { token, ...body })).toMatchObject({ status: 403, code: 403 });
      expect(await sandbox.call(method, path, body)).toMatchObject({ status: 401, code: 401 });
    }
  });
});

describe('a session for Vlens’s own pages', () => {
  const path = '/api/IdentityUserSession/CreateAuthSession';
  const create = (body: object) => sandbox.call<string>('POST', path, { body });
  const { phoneNumber } = AHMED;

  it('is a token, encrypted for the key that came along', async () => {
    const permissions = {
      allowedContractTypeIds: [414],
      minimalSignatureFlow: true,
      DigitalIdentityOnly: false,
    };
    expect((await create({ phoneNumber, sessionPermissions: permissions })).data).toMatch(/^[\w-]{43}$/);
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const userPublicKey = publicKey.export({ type: 'spki', format: 'pem' });
    const { data } = await create({ phoneNumber, userPublicKey });
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const token = privateDecrypt(
      { key: privateKey, padding, oaepHash: 'sha256' },
      Buffer.from(data, 'base64'),
    );
    expect(token.toString()).toMatch(/^[\w-]{43}$/);
  });

  it('is not made for nobody, an unknown product or a key that is none', async () => {
    expect((await create({})).fields[0]?.field).toBe('phoneNumber');
    expect((await create({ phoneNumber, userPublicKey: 'key' })).fields[0]?.field).toBe('userPublicKey');
    const sessionPermissions = { allowedContractTypeIds: [999] };
    expect((await create({ phoneNumber, sessionPermissions })).code).toBe(9002);
  });

  it('comes with a filled-in form as an operator’s invitation', async () => {
    const SessionInput = { phoneNumber, RequestFieldsValues: { 414: { monthlyIncome: '5000' } } };
    const invited = await post('/api/IdentityUserSession/CreateInvitation', { SessionInput });
    expect(invited.data).toMatch(/^[\w-]{43}$/);
    const unknown = { ...SessionInput, RequestFieldsValues: { 999: {} } };
    expect((await post('/api/IdentityUserSession/CreateInvitation', { SessionInput: unknown })).code).toBe(
      9002,
    );
  });
});
