import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { envelope, refusal } from '../support/builders.js';
import { TRANSACTION_ID, verification } from '../support/fake-customer-answers.js';
import { type Endpoint, FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { aHeic, aJpeg, aPng, exif, frame, segment, tiff, withSegment } from '../support/pictures.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url });
});
afterEach(() => {
  const violations = upstream.calls().flatMap((call) => call.violations);
  upstream.reset();
  expect(violations).toEqual([]);
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const RESULT = `__typename
  ... on IdentityChecked { transactionId isComplete isVerified document { fullName fullNameEnglish idNumber dateOfBirth
    gender job maritalStatus issuedOn expiresOn } }
  ... on IdentityCheckFailed { message errorCode failedId: transactionId checks { field code message } }
  ... on Rejection { reason message errorCode }`;
const MB = 1024 * 1024;
let callers = 0;
const newCaller = () => {
  callers += 1;
  return `customer-${callers}`;
};

async function verify(field: string, input: object, token = newCaller()) {
  const type = field === 'verifyLiveness' ? 'VerifyLivenessInput' : 'VerifyIdSideInput';
  const { status, body } = await gateway.query(
    `mutation ($input: ${type}!) { ${field}(input: $input) { ${RESULT} } }`,
    { input },
    { token },
  );
  const error = body.errors?.[0];
  const answer = body.data?.[field] ?? (error && { ...error.extensions, text: error.message }) ?? { status };
  return answer as Record<string, unknown>;
}
const front = (input: object, token?: string) => verify('verifyIdFront', input, token);
const base64 = (picture: Buffer) => picture.toString('base64');
const CARD = base64(aJpeg());

describe('A verification', () => {
  it('goes from the front over the back to the face, with one transaction', async () => {
    expect(await front({ image: CARD })).toEqual({
      __typename: 'IdentityChecked',
      transactionId: TRANSACTION_ID,
      isComplete: false,
      isVerified: false,
      document: {
        fullName: 'أحمد محمد',
        fullNameEnglish: 'Ahmed Mohamed',
        idNumber: '29901011234567',
        dateOfBirth: '1999-01-01',
        gender: 'Male',
        job: null,
        maritalStatus: null,
        issuedOn: null,
        expiresOn: null,
      },
    });
    expect(upstream.lastCall('verifyIdFront').body).toEqual({ image: CARD, getExtractedData: true });
    const back = await verify('verifyIdBack', {
      image: `data:image/png;base64,${base64(aPng())}`,
      transactionId: TRANSACTION_ID,
    });
    expect(back).toMatchObject({
      document: { job: 'Engineer', maritalStatus: 'Single', issuedOn: '2024/01', expiresOn: '2031-01-05' },
    });
    expect(upstream.lastCall('verifyIdBack').body).toEqual({
      image: base64(aPng()),
      transaction_id: TRANSACTION_ID,
      getExtractedData: true,
    });
    const frames = [1, 2, 3].map((seed) => base64(aJpeg({ seed })));
    const [face1, face2, face3] = frames;
    expect(
      await verify('verifyLiveness', { face1, face2, face3, transactionId: TRANSACTION_ID }),
    ).toMatchObject({ transactionId: TRANSACTION_ID, isComplete: true, isVerified: true, document: null });
    expect(upstream.lastCall('verifyLiveness').body).toMatchObject({
      face_1: face1,
      face_3: face3,
      transaction_id: TRANSACTION_ID,
    });
  });

  it('is a fault where nobody could go on with it: no transaction is known', async () => {
    upstream.answer('verifyIdBack', { body: verification({ idBackData: { job: 'Engineer' } }) });
    expect(await verify('verifyIdBack', { image: CARD })).toMatchObject({
      code: 'UPSTREAM_INVALID_RESPONSE',
      outcome: 'UNKNOWN',
    });
  });

  it.each([
    ['01/02/1999', '1999-02-01'],
    ['١٩٩٩/٠٢/٠١', '1999-02-01'],
    ['1999-02-01T00:00:00', '1999-02-01'],
    ['1999-02-30', null],
    ['soon', null],
  ])('reads a day that is written %s', async (dateOfBirth, day) => {
    upstream.answer('verifyIdFront', {
      body: verification({ idFrontData: { transaction_id: TRANSACTION_ID, name: 'A', dateOfBirth } }),
    });
    expect(await front({ image: CARD })).toMatchObject({ document: { dateOfBirth: day } });
  });
});

const failing = (field: string | null, value: string, errors: unknown[]) => ({
  validations: { validation_errors: [{ field, value, errors }] },
});

describe('Pictures that did not pass', () => {
  it.each<[string, unknown, object]>([
    [
      'a known number',
      failing('idNumber', 'MARKED', [{ code: 3001, message: 'MARKED' }]),
      { field: 'idNumber', code: 3001, message: expect.stringContaining('every digit is sharp') },
    ],
    [
      'words of Vlens’s',
      failing('image', 'x', [{ code: 4711, message: 'The card is cut off on the left' }]),
      { field: 'image', code: 4711, message: 'The card is cut off on the left' },
    ],
    [
      'words that repeat the value',
      failing('name', 'Ahmed', [{ code: 4711, message: 'MARKED: Ahmed is no name' }]),
      { code: 4711, message: expect.stringContaining('photograph the card again') },
    ],
    [
      'words with a number in them',
      failing('idNumber', '', [{ code: 1, message: '٢٩٩٠١٠١ is wrong: MARKED' }]),
      { code: 1 },
    ],
    [
      'the older spelling',
      { Validations: { validation_errors: [{ field: 'x', errors: [{ code: '3010' }] }] } },
      { code: 3010, message: expect.stringContaining('expired') },
    ],
    [
      'one field without a list around it',
      { validations: { validation_errors: { field: 'name', value: 'MARKED', errors: [] } } },
      { field: 'name', code: null },
    ],
    [
      'a map of fields to errors',
      { validations: { validation_errors: { idNumber: [{ code: 3001, message: 'MARKED' }] } } },
      { field: 'idNumber', code: 3001 },
    ],
    [
      'a map of fields to sentences',
      { validations: { validation_errors: { image: 'The card is cut off on the left' } } },
      { field: 'image', code: null, message: 'The card is cut off on the left' },
    ],
    [
      'a list of sentences',
      { validations: { validation_errors: ['The card is cut off on the left'] } },
      { field: null, code: null, message: 'The card is cut off on the left' },
    ],
    ['a picture of a screen', { spoofing: { fake: true } }, { field: 'spoofing', code: null }],
    ['a name on a list', { AML: { AML_matched: 'true', data: [{ fullName: 'MARKED' }] } }, { field: 'AML' }],
    [
      'the registry’s no',
      { SRC: { isValid: false, errorCode: '17', errorMessage: 'MARKED' } },
      { field: 'SRC', code: 17 },
    ],
    ['no living face', { liveness: false }, { field: 'liveness' }],
  ])('are told by their checks, whatever error_code says: %s', async (_name, services, check) => {
    for (const body of [
      verification({ idFrontData: { transaction_id: TRANSACTION_ID } }, services),
      refusal(3101, 'MARKED', { services, data: { idFrontData: { transaction_id: TRANSACTION_ID } } }),
      { ...refusal(9, 'MARKED'), Services: services },
    ]) {
      upstream.answer('verifyIdFront', { body });
      const answer = await front({ image: CARD });
      expect(answer).toMatchObject({ __typename: 'IdentityCheckFailed', checks: [check] });
      expect(JSON.stringify(answer)).not.toMatch(/MARKED|Ahmed/);
    }
  });

  it('are a refusal with its reason where Vlens says no without checks', async () => {
    for (const [code, reason] of [
      [3011, 'DOCUMENT_UNREADABLE'],
      [3010, 'DOCUMENT_EXPIRED'],
      [3101, 'DOCUMENT_MISMATCH'],
      [7008, 'FACE_MISMATCH'],
    ] as const) {
      upstream.answer('verifyIdFront', { body: refusal(code) });
      expect(await front({ image: CARD })).toMatchObject({
        __typename: 'Rejection',
        reason,
        errorCode: code,
      });
    }
  });

  it('cost a customer thirty tries in a quarter of an hour, and nobody else', async () => {
    upstream.answer('verifyIdFront', { body: verification({}, failing('x', '', [{ code: 5006 }])) });
    for (let number = 0; number < 30; number += 1)
      expect(await front({ image: CARD }, 'trying')).toMatchObject({ __typename: 'IdentityCheckFailed' });
    expect(await front({ image: CARD }, 'trying')).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS' });
    expect(await front({ image: CARD }, 'another')).toMatchObject({ __typename: 'IdentityCheckFailed' });
  });
});

describe('A picture', () => {
  it('may have 3 MB, with line breaks too', async () => {
    const whole = base64(aJpeg({ bytes: 3 * MB }));
    const wrapped = whole.replace(/(.{76})/g, '$1\r\n');
    expect(await front({ image: wrapped })).toHaveProperty('__typename', 'IdentityChecked');
    expect((upstream.lastCall('verifyIdFront').body as { image: string }).image).toBe(whole);
  });

  it.each<[string, string, RegExp]>([
    ['is larger', base64(aJpeg({ bytes: 3 * MB + 3 })), /at most 3 MB/],
    ['is a HEIC', base64(aHeic()), /HEIC.*JPEG/],
    ['is a HEIC that calls itself JPEG', `data:image/jpeg;base64,${base64(aHeic())}`, /HEIC/],
    ['is a GIF', base64(Buffer.from('GIF89a, and more')), /JPEG or PNG/],
    ['is half a JPEG', base64(aJpeg({ bytes: 5000 }).subarray(0, 3000)), /cut off/],
    ['is half a PNG', base64(aPng().subarray(0, 50)), /cut off/],
    ['is a damaged PNG', base64(flipped(aPng(), 43)), /damaged/],
    [
      'is a JPEG with a hole in its head',
      base64(Buffer.concat([aJpeg().subarray(0, 30), aJpeg().subarray(40)])),
      /damaged/,
    ],
    [
      'is a JPEG without a frame',
      base64(Buffer.concat([aJpeg().subarray(0, 20), aJpeg().subarray(33)])),
      /damaged/,
    ],
    ['is a JPEG with two frames', base64(withSegment(aJpeg(), frame(8, 8))), /damaged/],
    [
      'is a JPEG with another frame behind its scan',
      base64(Buffer.concat([aJpeg().subarray(0, -2), frame(8, 8), Buffer.from([0xff, 0xd9])])),
      /damaged/,
    ],
    ...[0x00, 0x01, 0xd0, 0xd7, 0xd8].map((marker): [string, string, RegExp] => [
      `has a marker without a length where segments are: ${marker}`,
      base64(withSegment(aJpeg(), Buffer.from([0xff, marker, 0, 2]))),
      /damaged/,
    ]),
    [
      'is a PNG in 20,000 parts',
      base64(aPng({ more: Array.from({ length: 20_000 }, () => ['tEXt', Buffer.from('a\0b')]) })),
      /damaged/,
    ],
    [
      'is a JPEG in 20,000 parts',
      base64(withSegment(aJpeg(), Buffer.concat(Array.from({ length: 20_000 }, () => segment(0xfe, []))))),
      /damaged/,
    ],
    ['is no base64', 'not a picture!', /base64/],
    ['is empty', '', /base64/],
  ])('that %s is refused with what to do, and not sent', async (_name, image, message) => {
    const answer = await front({ image });
    expect(answer).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(JSON.stringify(answer.fieldErrors)).toMatch(message);
    expect(upstream.calls()).toEqual([]);
  });

  const sent = () => (upstream.lastCall('verifyIdFront').body as { image: string }).image;
  const size = (jpeg: Buffer) => {
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    return { height: jpeg.readUInt16BE(frame + 5), width: jpeg.readUInt16BE(frame + 7) };
  };

  it('goes out without what is no picture, and with each of its pixels', async () => {
    const plain = aJpeg();
    const words = [
      exif(1, 'MARKED camera'),
      segment(0xfe, Buffer.from('MARKED')),
      segment(0xed, Buffer.from('MARKED')),
    ];
    const jpeg = Buffer.concat([words.reduce(withSegment, plain), Buffer.from('MARKED: a film')]);
    expect(await front({ image: base64(jpeg) })).toHaveProperty('__typename', 'IdentityChecked');
    expect(sent()).toBe(base64(plain));
    const png = aPng({
      more: [
        ['tEXt', Buffer.from('Author\0MARKED')],
        ['eXIf', Buffer.from('MARKED')],
      ],
    });
    await front({ image: base64(png) });
    expect(sent()).toBe(base64(aPng()));
  });

  it.each([2, 3, 4, 5, 6, 7, 8])(
    'that was held otherwise (EXIF %i) goes out upright',
    async (orientation) => {
      const jpeg = withSegment(aJpeg({ bytes: 1000 }), exif(orientation, 'MARKED'));
      expect(await front({ image: base64(jpeg) })).toHaveProperty('__typename', 'IdentityChecked');
      const upright = Buffer.from(sent(), 'base64');
      const { width, height } = size(jpeg);
      expect(size(upright)).toEqual(orientation > 4 ? { width: height, height: width } : { width, height });
      expect(upright.includes('Exif')).toBe(false);
    },
  );

  it('that is a PNG and was held otherwise goes out upright', async () => {
    const png = aPng({ width: 16, height: 8, more: [['eXIf', tiff(6, 'MARKED')]] });
    expect(await front({ image: base64(png) })).toHaveProperty('__typename', 'IdentityChecked');
    const upright = Buffer.from(sent(), 'base64');
    expect(size(upright)).toEqual({ width: 8, height: 16 });
  });

  it.each<[string, Buffer, RegExp]>([
    [
      'ends in the middle of its scan',
      Buffer.concat([aJpeg({ bytes: 30_000 }).subarray(0, 15_000), Buffer.from([0xff, 0xd9])]),
      /Take another one/,
    ],
    [
      'has a PNG’s chunks and no pixels',
      aPng({ width: 1, height: 1, more: [['IDAT', Buffer.from('none')]] }),
      /Take another one/,
    ],
    ['has 26 megapixels', aPng({ width: 26_000, height: 1000 }), /2,000 pixels/],
    [
      'is held at once to be turned and has 106 MB of pixels',
      aPng({ width: 4200, height: 4200, depth: 16, color: 2, more: [['eXIf', tiff(6)]] }),
      /2,000 pixels/,
    ],
    [
      'is decoded in long rows of which 200 MB are held at once',
      aPng({ width: 62_500, height: 400, depth: 16, color: 6 }),
      /2,000 pixels/,
    ],
    [
      'is held at once and has many',
      withFrame(aJpeg(), 0xc2, [8, 18, 192, 19, 136, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]),
      /2,000 pixels/,
    ],
  ])('that %s is told to its customer, and not sent', async (_name, picture, message) => {
    const answer = await front({ image: base64(picture) });
    expect(answer).toEqual({
      __typename: 'Rejection',
      reason: 'DOCUMENT_UNREADABLE',
      errorCode: null,
      message: expect.stringMatching(message),
    });
    expect(upstream.calls('verifyIdFront')).toEqual([]);
  });

  it('that does not decode counts as an attempt, and leaves its key for the next one', async () => {
    const idempotencyKey = '7d0f3c4e-8f6a-4a55-9c3a-0c5a1f1f3a11';
    const bad = base64(
      Buffer.concat([aJpeg({ bytes: 30_000 }).subarray(0, 15_000), Buffer.from([0xff, 0xd9])]),
    );
    const token = newCaller();
    for (let number = 0; number < 30; number += 1)
      expect(await front({ image: bad, idempotencyKey }, token)).toMatchObject({
        reason: 'DOCUMENT_UNREADABLE',
      });
    expect(await front({ image: bad }, token)).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS' });
    expect(await front({ image: CARD, idempotencyKey }, newCaller())).toHaveProperty(
      '__typename',
      'IdentityChecked',
    );
  });

  it('is not decoded for a token that Vlens refuses, and for one that may not read all the same', async () => {
    const bad = base64(
      Buffer.concat([aJpeg({ bytes: 30_000 }).subarray(0, 15_000), Buffer.from([0xff, 0xd9])]),
    );
    upstream.answer('listBusinessRequestIds', { status: 401 });
    expect(await front({ image: bad })).toMatchObject({ code: 'UNAUTHENTICATED' });
    upstream.answer('listBusinessRequestIds', { body: refusal(401, 'Invalid token') });
    expect(await front({ image: bad })).toMatchObject({ code: 'UNAUTHENTICATED' });
    upstream.answer('listBusinessRequestIds', {
      status: 403,
      body: refusal(403, 'Access token is missing or invalid'),
    });
    expect(await front({ image: bad })).toMatchObject({ code: 'UNAUTHENTICATED' });
    upstream.answer('listBusinessRequestIds', { status: 403 });
    expect(await front({ image: bad })).toMatchObject({ reason: 'DOCUMENT_UNREADABLE' });
    expect(upstream.calls('verifyIdFront')).toEqual([]);
  });

  it('costs no further call where Vlens has taken the token before', async () => {
    const token = newCaller();
    await front({ image: CARD }, token);
    await front({ image: CARD }, token);
    expect(upstream.calls().map(({ endpoint }) => endpoint)).toEqual([
      'listBusinessRequestIds',
      'verifyIdFront',
      'verifyIdFront',
    ]);
  });

  it('of a face that lies on its side goes out upright, with at most 500 KB', async () => {
    const lying = withSegment(aJpeg({ bytes: 480 * 1024, seed: 3 }), exif(6));
    const faces = {
      face1: base64(lying),
      face2: base64(aJpeg({ seed: 2 })),
      face3: base64(aJpeg({ seed: 4 })),
    };
    expect(await verify('verifyLiveness', { ...faces, transactionId: TRANSACTION_ID })).toHaveProperty(
      '__typename',
      'IdentityChecked',
    );
    const cut = base64(
      Buffer.concat([aJpeg({ bytes: 30_000 }).subarray(0, 15_000), Buffer.from([0xff, 0xd9])]),
    );
    expect(
      await verify('verifyLiveness', { ...faces, face2: cut, transactionId: TRANSACTION_ID }),
    ).toMatchObject({ reason: 'LIVENESS_FAILED', message: expect.stringContaining('Take another one') });
    const { face_1 } = upstream.lastCall('verifyLiveness').body as { face_1: string };
    const upright = Buffer.from(face_1, 'base64');
    expect(upright.length).toBeLessThanOrEqual(500 * 1024);
    expect(upright.includes('Exif')).toBe(false);
  });

  it('of a signer’s face goes out upright and without place, and as it came where it is no picture', async () => {
    const lying = withSegment(aJpeg({ bytes: 1000 }), exif(6, 'MARKED'));
    const cut = Buffer.concat([aJpeg({ bytes: 30_000 }).subarray(0, 15_000), Buffer.from([0xff, 0xd9])]);
    const placed = withSegment(cut, exif(1, 'MARKED'));
    const scan = {
      image: base64(Buffer.alloc(90, 1)),
      face1: base64(lying),
      face2: base64(withSegment(aJpeg({ seed: 2 }), exif(1, 'MARKED'))),
      face3: base64(placed),
    };
    const { body } = await gateway.query(
      `mutation ($input: RevalidateLivenessInput!) { revalidateLiveness(input: $input) { __typename } }`,
      {
        input: {
          geoLocation: { latitude: 30, longitude: 31 },
          userDeviceUtcTime: '2026-11-28T10:00:00Z',
          scan,
        },
      },
      { token: newCaller() },
    );
    expect(body.data?.revalidateLiveness).toEqual({ __typename: 'LivenessRevalidated' });
    const { scanTransaction } = upstream.lastCall('stepReValidateLiveness').body as {
      scanTransaction: Record<string, string>;
    };
    expect(scanTransaction).toMatchObject({
      image: scan.image,
      face_2: base64(aJpeg({ seed: 2 })),
      face_3: base64(cut),
    });
    const { width, height } = size(lying);
    const upright = Buffer.from(scanTransaction.face_1 ?? '', 'base64');
    expect(size(upright)).toEqual({ width: height, height: width });
    expect(upright.includes('MARKED')).toBe(false);
  });

  it('of the face is another one each time, and at most 500 KB', async () => {
    const [face1, face2, face3] = [1, 2, 3].map((seed) => base64(aJpeg({ seed })));
    const all = { face1, face2, face3, transactionId: TRANSACTION_ID };
    for (const wrong of [{ face2: face1 }, { face3: face2 }, { face1: base64(aJpeg({ bytes: 501 * 1024 })) }])
      expect(await verify('verifyLiveness', { ...all, ...wrong })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(upstream.calls()).toEqual([]);
  });
});

/** With another frame. */
function withFrame(jpeg: Buffer, marker: number, content: number[]): Buffer {
  const at = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  return Buffer.concat([jpeg.subarray(0, at), segment(marker, content), jpeg.subarray(at + 13)]);
}

/** One bit of it is another one. */
function flipped(bytes: Buffer, at: number): Buffer {
  const damaged = Buffer.from(bytes);
  damaged[at] = (damaged[at] ?? 0) ^ 1;
  return damaged;
}

describe('A body', () => {
  const post = (body: object) =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer large' },
      body: JSON.stringify(body),
    });
  const LARGE = 'x'.repeat(5 * MB);

  it('of more than 4 MB is for pictures of cards alone', async () => {
    const query = 'query ($x: String) { eligibility { isEligible } }';
    expect((await post({ query, variables: { x: LARGE } })).status).toBe(413);
    expect((await post({ variables: { x: LARGE }, query })).status).toBe(413);
  });

  it('of more than 8 MB is for nobody', async () => {
    const query = `mutation ($input: VerifyIdSideInput!) { verifyIdFront(input: $input) { __typename } }`;
    expect((await post({ query, variables: { input: { image: 'x'.repeat(8 * MB) } } })).status).toBe(413);
  });

  it('has no longer text than a card needs', async () => {
    const query = `mutation ($input: VerifyIdSideInput!) { verifyIdFront(input: $input) { __typename } }`;
    const answer = await post({ query, variables: { input: { image: LARGE } } });
    expect(answer.status).toBe(400);
  });
});

describe('The customer', () => {
  const mutate = async (operation: string, token = 'customer') => {
    const { body } = await gateway.query(operation, {}, { token });
    return Object.values(body.data ?? {})[0] ?? body.errors?.[0]?.extensions;
  };

  it('takes a verification over that was done with the ApiKey alone', async () => {
    expect(
      await mutate(
        `mutation { linkVerification(input: { transactionId: "${TRANSACTION_ID.toUpperCase()}" }) { ${RESULT} } }`,
      ),
    ).toMatchObject({ transactionId: TRANSACTION_ID, isComplete: true });
    expect(upstream.lastCall('linkTransaction').body).toMatchObject({ transactionId: TRANSACTION_ID });
  });

  it('cancels a verification, meaning it', async () => {
    const cancel = (confirm: boolean) =>
      mutate(`mutation { cancelIdentityVerification(input: { confirm: ${confirm} }) { __typename
        ... on IdentityVerificationCancelled { message } } }`);
    expect(await cancel(false)).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(upstream.calls()).toEqual([]);
    expect(await cancel(true)).toMatchObject({ message: 'The digital identity was cancelled.' });
  });
});

describe('createEmbeddedSession', () => {
  const create = async (input: string, token?: string) => {
    const { body } = await gateway.query(
      `mutation { createEmbeddedSession(input: { ${input} }) { ... on EmbeddedSession { token } } }`,
      {},
      { token },
    );
    return body.data?.createEmbeddedSession ?? body.errors?.[0]?.extensions;
  };

  it('asks with the ApiKey alone', async () => {
    const input =
      'phoneNumber: "+201234567890", allowedProductTypeIds: [414], minimalSignatureFlow: true, identityOnly: false';
    expect(await create(input)).toEqual({ token: 'embedded-token' });
    const { body, headers } = upstream.lastCall('createAuthSession');
    expect(headers).not.toHaveProperty('authorization');
    expect(body).toEqual({
      phoneNumber: '+201234567890',
      sessionPermissions: {
        allowedContractTypeIds: [414],
        minimalSignatureFlow: true,
        DigitalIdentityOnly: false,
      },
    });
  });

  it('is an invitation of an operator’s with forms that are filled in', async () => {
    const input =
      'phoneNumber: "+201234567890", prefilled: [{ productTypeId: 414, fields: [{ key: "income ", value: "5" }] }]';
    expect(await create(input)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await create(input, 'admin')).toEqual({ token: 'invitation-token' });
    expect(upstream.lastCall('createInvitation').body).toEqual({
      SessionInput: {
        phoneNumber: '+201234567890',
        sessionPermissions: {},
        RequestFieldsValues: { 414: { 'income ': '5' } },
      },
    });
  });

  it('takes each key of a form once', async () => {
    const field = '{ key: "income", value: "5" }';
    const prefilled = `prefilled: [{ productTypeId: 414, fields: [] }, { productTypeId: 415, fields: [${field}, ${field}] }]`;
    expect(await create(`phoneNumber: "+201234567890", ${prefilled}`, 'admin')).toMatchObject({
      code: 'BAD_USER_INPUT',
      fieldErrors: [{ field: 'input.prefilled[1].fields[1].key' }],
    });
    expect(upstream.calls()).toEqual([]);
  });

  it.each([
    ['email', 'ahmed@example.com'],
    ['userPublicKey', '-----BEGIN PUBLIC KEY-----'],
  ])('drops no %s, which an invitation has no place for', async (field, value) => {
    const prefilled = 'prefilled: [{ productTypeId: 414, fields: [] }]';
    expect(
      await create(`phoneNumber: "+201234567890", ${field}: "${value}", ${prefilled}`, 'admin'),
    ).toMatchObject({
      code: 'BAD_USER_INPUT',
      fieldErrors: [{ field: `input.${field}` }],
    });
    expect(upstream.calls()).toEqual([]);
    expect(await create(`phoneNumber: "+201234567890", ${field}: null, ${prefilled}`, 'admin')).toEqual({
      token: 'invitation-token',
    });
  });
});

describe('An operator', () => {
  const read = async (query: string, token: string | undefined = 'admin') => {
    const { body } = await gateway.query(`{ ${query} }`, {}, { token });
    return body.data ? Object.values(body.data)[0] : null;
  };
  const VERIFICATION = `verificationTransaction(id: "${TRANSACTION_ID}") { transactionId fullName isVerified createdAt
    device { deviceId ipAddress timeZone latitude longitude } }`;

  it('reads the names of a customer’s pictures, and one of them', async () => {
    expect(
      await read('identityImages(emailOrPhoneNumber: "ahmed@example.com") { idFront liveness faces }'),
    ).toEqual({
      idFront: 'front.jpg',
      liveness: 'liveness.jpg',
      faces: ['face-1.jpg', 'face-2.jpg'],
    });
    expect(
      await read(`identityImage(transactionId: "${TRANSACTION_ID}", fileName: "front 1.jpg") { content }`),
    ).toEqual({ content: 'aW1n' });
    expect(upstream.lastCall('getStepImage').query).toEqual({
      TransactionId: TRANSACTION_ID,
      FileName: 'front 1.jpg',
    });
  });

  it.each([
    ['getTransaction', VERIFICATION],
    ['getStepImage', `identityImage(transactionId: "${TRANSACTION_ID}", fileName: "front.jpg") { content }`],
  ] as const)('is told null where Vlens knows no such transaction (%s)', async (endpoint, query) => {
    upstream.answer(endpoint, { body: refusal(5004, 'The transaction id is not valid.') });
    const { body } = await gateway.query(`{ ${query} }`, {}, { token: 'admin' });
    expect([body.errors, Object.values(body.data ?? {})]).toEqual([undefined, [null]]);
  });

  it.each([
    ['getIdentityImages', 'identityImages(emailOrPhoneNumber: "ahmed@example.com") { idFront }', ['a.jpg']],
    ['getStepImage', `identityImage(transactionId: "${TRANSACTION_ID}", fileName: "f") { content }`, {}],
    ['getTransaction', VERIFICATION, { id: TRANSACTION_ID, fullName: 'Ahmed Mohamed' }],
    ['getTransaction', VERIFICATION, { transaction: 'MARKED' }],
  ] as const)(
    'is told that %s can’t be read, and not that there is nothing',
    async (endpoint, query, data) => {
      upstream.answer(endpoint, { body: envelope(data) });
      const { body } = await gateway.query(`{ ${query} }`, {}, { token: 'admin' });
      expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
    },
  );

  it.each([
    ['getIdentityImages', 'identityImages(emailOrPhoneNumber: "ahmed@example.com") { idFront }', null],
    ['getStepImage', `identityImage(transactionId: "${TRANSACTION_ID}", fileName: "f") { content }`, null],
    [
      'getStepImage',
      `identityImage(transactionId: "${TRANSACTION_ID}", fileName: "f") { content }`,
      { image: '' },
    ],
    ['getTransaction', VERIFICATION, null],
    ['getTransaction', VERIFICATION, { transaction: null, transactionItems: null }],
  ] as const)('is told null where %s has nothing: %#', async (endpoint, query, data) => {
    upstream.answer(endpoint, { body: envelope(data) });
    const { body } = await gateway.query(`{ ${query} }`, {}, { token: 'admin' });
    expect([body.errors, Object.values(body.data ?? {})]).toEqual([undefined, [null]]);
  });

  it('reads a verification with its own way of writing dates and places', async () => {
    expect(await read(VERIFICATION)).toEqual({
      transactionId: TRANSACTION_ID,
      fullName: 'Ahmed Mohamed',
      isVerified: true,
      createdAt: '2024-09-05T09:22:03.000Z',
      device: {
        deviceId: 'device-1',
        ipAddress: '203.0.113.7',
        timeZone: 'Africa/Cairo',
        latitude: 30.0444,
        longitude: 31.2357,
      },
    });
  });

  it.each([
    ['{"latitude":"30.5"}', { latitude: 30.5, longitude: null }],
    [
      { Latitude: 1, Longitude: 2 },
      { latitude: 1, longitude: 2 },
    ],
    ['MARKED', { latitude: null, longitude: null }],
    ['{"Latitude":300}', { latitude: null, longitude: null }],
    [null, { latitude: null, longitude: null }],
  ])('reads a place that is sent as %j', async (geoLocation, place) => {
    upstream.answer('getTransaction', {
      body: envelope({
        transaction: { id: TRANSACTION_ID },
        transactionItems: { deviceInfo: { geoLocation } },
      }),
    });
    expect(await read(VERIFICATION)).toMatchObject({ device: place });
  });

  it('pages through users', async () => {
    const user = (id: number) => ({ id, fullName: `User ${id}` });
    upstream.answer('getUsers', ({ body }) => {
      const { skipCount, maxResultCount } = body as { skipCount: number; maxResultCount: number };
      const all = [1, 2, 3].map(user);
      return { body: envelope(all.slice(skipCount, skipCount + maxResultCount), { totalCount: 3 }) };
    });
    const page = (args: string) =>
      read(`users(${args}) { totalCount nodes { userId } pageInfo { hasNextPage endCursor } }`) as Promise<{
        pageInfo: { endCursor: string };
      }>;
    const first = await page('first: 2, filter: "User"');
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [{ userId: 1 }, { userId: 2 }],
      pageInfo: { hasNextPage: true },
    });
    expect(upstream.lastCall('getUsers').body).toEqual({ skipCount: 0, maxResultCount: 2, filter: 'User' });
    expect(await page(`first: 2, after: "${first.pageInfo.endCursor}"`)).toMatchObject({
      nodes: [{ userId: 3 }],
      pageInfo: { hasNextPage: false },
    });
    expect(await page('first: null')).toMatchObject({ totalCount: 3 });
    expect(upstream.lastCall('getUsers').body).toEqual({ skipCount: 0, maxResultCount: 25 });
  });

  it('reads the framework’s form of a page as well', async () => {
    upstream.answer('getUsers', { body: envelope({ items: [{ id: 1 }], totalCount: 9 }) });
    expect(await read('users { totalCount nodes { userId } }')).toEqual({
      totalCount: 9,
      nodes: [{ userId: 1 }],
    });
  });

  it.each<[Endpoint, string]>([
    ['getIdentityImages', 'identityImages(emailOrPhoneNumber: "+201234567890") { idFront }'],
    ['getStepImage', `identityImage(transactionId: "${TRANSACTION_ID}", fileName: "f") { content }`],
    ['getTransaction', VERIFICATION],
    ['getUsers', 'users { totalCount }'],
  ])('has nothing of %s cached, shared with a customer, or read without a token', async (endpoint, query) => {
    await Promise.all([read(query), read(query), read(query, 'customer')]);
    await read(query);
    const tokens = upstream.calls(endpoint).map(({ headers }) => headers.authorization);
    expect(tokens.sort()).toEqual(['Bearer admin', 'Bearer admin', 'Bearer admin', 'Bearer customer']);
    await gateway.query(`{ ${query} }`);
    expect(upstream.calls(endpoint)).toHaveLength(4);
    upstream.answer(endpoint, { status: 403 });
    const { body } = await gateway.query(`{ ${query} }`, {}, { token: 'customer' });
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    upstream.answer(endpoint, { body: refusal(9, 'The user was not found') });
    if (endpoint !== 'getUsers') expect(await read(query)).toBeNull();
  });
});
