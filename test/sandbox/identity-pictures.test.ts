import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { cardOf, checkOf, Verifying } from './support/id-cards.js';
import { Newcomer } from './support/newcomer.js';
import { TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
let verifying: Verifying;
let card: Awaited<ReturnType<typeof cardOf>>;
beforeAll(async () => {
  [sandbox, card] = await Promise.all([TestSandbox.start(), cardOf(7)]);
  const somebody = new Newcomer(sandbox, '+201210000001', 'n1@example.com');
  verifying = new Verifying(sandbox, (await somebody.registered()).accessToken);
});
afterAll(() => sandbox.close());

describe('a picture is refused, and the transaction goes on', () => {
  const photograph = async (change: (picture: Sharp) => Sharp) =>
    (await change(sharp(Buffer.from(card.front, 'base64')).flatten()).toBuffer()).toString('base64');

  it.each([
    [415, 'that is no picture', async () => Buffer.from('hello').toString('base64')],
    [415, 'that is no base64', async () => 'hello!'],
    [415, 'of another format', () => photograph((picture) => picture.resize(300).gif())],
    [5002, 'that is too large', async () => Buffer.alloc(3 * 1024 * 1024 + 1).toString('base64')],
    [1050, 'that is too dark', () => photograph((picture) => picture.linear(0.01).jpeg())],
    [5006, 'out of focus', () => photograph((picture) => picture.blur(30).jpeg())],
    [
      3011,
      'with no card in it',
      () => photograph((picture) => picture.extract({ left: 700, top: 20, width: 60, height: 60 }).jpeg()),
    ],
    [5007, 'of the other side', async () => card.back],
  ])('%d: one %s', async (code, _, picture) => {
    const refused = await verifying.side('front', await picture());
    expect(refused).toMatchObject({ status: 200, code, message: expect.stringMatching(/; .+\.$/) });
    expect(checkOf(refused)).toMatchObject({ field: 'image', code });
    const { transaction_id } = refused.data.idFrontData;
    expect((await verifying.side('front', card.front, { transaction_id })).code).toBeNull();
  });

  it('as half-sent as it is, or larger than any call may be', async () => {
    const half = card.front.slice(0, (card.front.length >> 3) * 4);
    expect((await verifying.side('front', half)).code).toBe(415);
    const huge = Buffer.alloc(7 * 1024 * 1024).toString('base64');
    expect(await verifying.side('front', huge)).toMatchObject({ status: 413, code: 413 });
  });
});
