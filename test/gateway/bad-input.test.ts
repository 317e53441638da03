import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { frames } from '../sandbox/support/frames.js';
import { cardOf } from '../sandbox/support/id-cards.js';
import { CAIRO, TestSandbox } from '../sandbox/support/sandbox.js';
import { startTestGateway } from '../support/gateway.js';
import { aHeic } from '../support/pictures.js';
import type { TestServer } from '../support/server.js';
import { AHMED, type Told } from './frontend.js';

let sandbox: TestSandbox;
let gateway: TestServer;
let newcomer: string;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
  const env = { MAX_FAILED_ATTEMPTS_PER_IP: '0' };
  gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey, env });
  newcomer = await registered();
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

type Answer = Told & {
  code?: string;
  reason?: string;
  message?: string;
  codeRequestId?: string;
  accessToken?: string;
  transactionId?: string;
  checks?: { code: number; message: string }[];
  fieldErrors?: { field: string; message: string }[];
};

/** The member of the union, or what the error carries. */
async function ask(field: string, input: object, token?: string): Promise<Answer> {
  const [type, members] = FIELDS[field] ?? ['', ''];
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ${members}
    ... on Rejection { reason message fieldErrors { field message } } } }`;
  const { body } = await gateway.query(query, { input }, token === undefined ? {} : { token });
  return (body.data?.[field] ?? {
    ...body.errors?.[0]?.extensions,
    message: body.errors?.[0]?.message,
  }) as Answer;
}
const CHECKED = `... on IdentityChecked { transactionId } ... on IdentityCheckFailed { message checks { code message } }`;
const FIELDS: Record<string, [string, string]> = {
  sendPhoneCode: ['SendPhoneCodeInput', '... on CodeSent { codeRequestId }'],
  confirmPhone: ['ConfirmPhoneInput', ''],
  register: ['RegisterInput', '... on Session { accessToken }'],
  verifyIdFront: ['VerifyIdSideInput', CHECKED],
  verifyIdBack: ['VerifyIdSideInput', CHECKED],
  verifyLiveness: ['VerifyLivenessInput', CHECKED],
};

let phones = 0;
async function coded(): Promise<{ phoneNumber: string; codeRequestId: string; code: string }> {
  phones += 1;
  const phoneNumber = `+2012345678${String(phones).padStart(2, '0')}`;
  const { codeRequestId = '' } = await ask('sendPhoneCode', { phoneNumber });
  return { phoneNumber, codeRequestId, code: (await sandbox.newestSms(phoneNumber)).code };
}
const accountOf = ({ phoneNumber, codeRequestId, code }: Awaited<ReturnType<typeof coded>>) => ({
  ...{ phoneNumber, phoneCodeRequestId: codeRequestId, phoneCode: code },
  ...{ password: 'Newcomer-2026!', deviceId: 'd', geoLocation: CAIRO },
});
async function registered(): Promise<string> {
  return String((await ask('register', accountOf(await coded()))).accessToken);
}
const base64 = (bytes: Buffer) => bytes.toString('base64');
const front = async (number: number) => Buffer.from((await cardOf(number)).front, 'base64');

describe('A picture', () => {
  it.each<[string, () => Promise<string>, object, RegExp]>([
    [
      'that is unreadable',
      async () =>
        base64(
          await sharp(await front(51))
            .blur(30)
            .jpeg()
            .toBuffer(),
        ),
      { checks: [{ code: 5006 }] },
      /focus|sharp|blurr/i,
    ],
    [
      'that is oversized',
      async () => base64(Buffer.alloc(3 * 1024 * 1024 + 3)),
      { code: 'BAD_USER_INPUT' },
      /larger than 3 MB.*2,000 pixels/,
    ],
    [
      'of a wrong format',
      async () =>
        base64(
          await sharp(await front(51))
            .resize(300)
            .gif()
            .toBuffer(),
        ),
      { code: 'BAD_USER_INPUT' },
      /JPEG or a PNG/,
    ],
    ['of an iPhone', async () => base64(aHeic()), { code: 'BAD_USER_INPUT' }, /HEIC.*JPEG/],
    ['of the other side', async () => (await cardOf(51)).back, { checks: [{ code: 5007 }] }, /side/],
    [
      'that was half sent',
      async () => base64((await front(51)).subarray(0, 9000)),
      { code: 'BAD_USER_INPUT' },
      /cut off/,
    ],
  ])('%s is told as such, with what to do', async (_name, image, expected, what) => {
    const answer = await ask('verifyIdFront', { image: await image() }, newcomer);
    expect(answer).toMatchObject(expected);
    expect(sentences(answer)).toMatch(what);
  });

  it('of an expired card, of another’s, and of two cards', async () => {
    const transactionId = randomUUID();
    const expired = { image: (await cardOf(52, { expired: true })).back, transactionId };
    expect(await ask('verifyIdBack', expired, newcomer)).toMatchObject({ checks: [{ code: 3010 }] });
    const own = { image: (await cardOf(52)).front, transactionId };
    expect(await ask('verifyIdFront', own, newcomer)).toMatchObject({ __typename: 'IdentityChecked' });
    const others = { image: (await cardOf(53)).back, transactionId };
    const answer = await ask('verifyIdBack', others, newcomer);
    expect(answer).toMatchObject({ checks: [{ code: 3101 }] });
    expect(sentences(answer)).toMatch(/same|one|different/);
  });

  it('of somebody who is verified with it already, and one that comes again when all is done', async () => {
    const [first, second] = [await registered(), await registered()];
    const { front: image, back } = await cardOf(54);
    const transactionId = randomUUID();
    await ask('verifyIdFront', { image, transactionId }, first);
    await ask('verifyIdBack', { image: back, transactionId }, first);
    const { face_1: face1, face_2: face2, face_3: face3 } = await frames();
    const same = { face1, face2: face1, face3, transactionId };
    expect(await ask('verifyLiveness', same, first)).toMatchObject({ code: 'BAD_USER_INPUT' });
    const faces = { face1, face2, face3, transactionId };
    expect(await ask('verifyLiveness', faces, first)).toMatchObject({ __typename: 'IdentityChecked' });
    const again = await ask('verifyIdFront', { image, transactionId }, first);
    expect(again).toMatchObject({ __typename: 'Rejection', reason: 'INVALID_INPUT' });
    expect(again.message).toMatch(/start again/);
    const taken = await ask('verifyIdFront', { image }, second);
    expect(taken).toMatchObject({ __typename: 'IdentityCheckFailed' });
    expect(sentences(taken)).toMatch(/another/);
  });
});

describe('A code', () => {
  it.each<[string, (sent: Awaited<ReturnType<typeof coded>>) => Promise<object>, string]>([
    [
      'that is wrong',
      async (sent) => ({ ...sent, code: sent.code === '000000' ? '111111' : '000000' }),
      'OTP_INCORRECT',
    ],
    [
      'of another phone',
      async (sent) => ({ ...sent, ...(await coded()), phoneNumber: sent.phoneNumber }),
      'OTP_EXPIRED',
    ],
    [
      'that is late',
      async (sent) => {
        sandbox.passSeconds(301);
        return sent;
      },
      'OTP_EXPIRED',
    ],
    [
      'that was used before',
      async (sent) => {
        expect(await ask('confirmPhone', sent)).toMatchObject({ __typename: 'ContactConfirmed' });
        return sent;
      },
      'OTP_EXPIRED',
    ],
  ])('%s is a Rejection with its reason', async (_name, given, reason) => {
    const answer = await ask('confirmPhone', await given(await coded()));
    expect(answer).toMatchObject({ __typename: 'Rejection', reason });
    expect(answer.message).toMatch(/; (?:ask for|type) /);
  });
});

describe('A registration', () => {
  it('of a registered phone, or with a weak password, is a Rejection that says so', async () => {
    const { phoneNumber } = AHMED;
    expect(await ask('sendPhoneCode', { phoneNumber })).toMatchObject({ reason: 'ALREADY_REGISTERED' });
    const account = { ...accountOf(await coded()), password: 'weak' };
    const weak = await ask('register', account);
    expect(weak).toMatchObject({ reason: 'INVALID_INPUT', fieldErrors: [{ field: 'password' }] });
    expect(sentences(weak)).toMatch(/8 characters/);
    // Nothing was used up: the same code registers with a better one.
    const better = { ...account, password: 'Newcomer-2026!' };
    expect(await ask('register', better)).toMatchObject({ __typename: 'Session' });
  });
});

/** All that the answer says to anybody who reads it. */
function sentences({ message = '', checks = [], fieldErrors = [] }: Answer): string {
  return [
    message,
    ...checks.map((check) => check.message),
    ...fieldErrors.map((error) => error.message),
  ].join(' ');
}
