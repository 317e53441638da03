import { z } from 'zod';
import { Refusal } from '../refusal.js';

const uuid = z.guid('An UUID is expected.').transform((text) => text.toLowerCase());
/** Fields that `vlens.yaml` leaves out or lets be null mean the same. */
const absent = <T extends z.ZodType>(shape: T) => shape.nullish().transform((value) => value ?? undefined);

/** A login's, which the README of Vlens's iOS SDK writes as a text. */
const coordinateOrText = (limit: number) =>
  z.preprocess(
    (sent) => (typeof sent === 'string' && /^-?\d{1,3}(\.\d+)?$/.test(sent) ? Number(sent) : sent),
    z.number().min(-limit).max(limit),
  );

const deviceMoment = {
  geoLocation: z.object({
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
  }),
  userDeviceUtcTime: z.iso.datetime({ offset: true, error: 'A date and time is expected.' }),
};
/** 0 is in an example, unexplained: whichever is usual. */
const smsProviders = z
  .literal([0, 1, 2, 3, 4])
  .nullish()
  .transform((value) => value || null);
/** An id as an integer column of PostgreSQL can hold it, which refuses to look for a larger one. */
const id = z.int32();
const idInUrl = z.coerce.number().pipe(id);
/** PostgreSQL neither stores such a text nor looks for it. */
const withoutNul = (text: string) => !text.includes('\0');
const shortText = z.string().max(200).refine(withoutNul, 'A text without NUL is expected.');
const phone = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'A phone number with its country code is expected, as in +201012345678.');
const lowerCased = (text: string) => text.toLowerCase();
const email = z.email('An e-mail address is expected.').max(200).transform(lowerCased);
const account = { emailOrPhoneNumber: shortText, idNumber: absent(shortText) };

const sessionPermissions = absent(
  z.object({
    allowedContractTypeIds: absent(z.array(z.number().int()).max(100)),
    minimalSignatureFlow: absent(z.boolean()),
    DigitalIdentityOnly: absent(z.boolean()),
  }),
);

export const bodies = {
  create: z.object({
    ...deviceMoment,
    requestFieldsValues: z.record(z.string(), z.string()),
    isDynamicSubTypes: absent(z.boolean()),
    // Vlens publishes no largest number; this is the gateway's.
    customerSignersIdentifiers: absent(z.array(shortText).max(50)),
    minimumRequiredSignatories: absent(z.number().int()),
  }),
  requestOtp: z
    .object({
      ...deviceMoment,
      requestId: absent(uuid),
      contractStorageId: absent(uuid),
      transactionId: absent(uuid),
      paymentGateway: absent(shortText),
      smsProviders,
    })
    .refine(({ requestId, contractStorageId }) => requestId ?? contractStorageId, {
      path: ['requestId'],
      message: 'requestId or contractStorageId is expected.',
    }),
  revalidateLiveness: z.object({
    ...deviceMoment,
    requestId: absent(uuid),
    transactionId: absent(uuid),
    scanTransaction: z.object({
      image: z.string().optional(),
      face_1: z.string().optional(),
      face_2: z.string().optional(),
      face_3: z.string().optional(),
    }),
  }),
  validateOtp: z.object({
    ...deviceMoment,
    otpRequestId: shortText,
    otpCode: shortText,
    requestId: absent(uuid),
    transactionId: absent(uuid),
    paymentGateway: absent(shortText),
  }),
  validatePayment: z.object({ ...deviceMoment, requestId: uuid, transactionId: absent(uuid) }),
  signingLink: z.object({ ...deviceMoment, requestId: uuid }),
  signingSession: z.object({ requestId: uuid, securityHash: z.string().max(500) }),
  login: z.object({
    geoLocation: absent(z.object({ latitude: coordinateOrText(90), longitude: coordinateOrText(180) })),
    imei: shortText.min(1, 'imei is expected: an id that stays the same on this device.'),
    phoneNumber: shortText,
    password: absent(z.string().max(1000)),
    smsProvider: smsProviders,
    smsProviders,
    phoneNumberOtpRequestId: absent(shortText),
    phoneNumberOtp: absent(shortText),
  }),
  adminLogin: z.object({
    tenancyName: z.string().max(256),
    userNameOrEmailAddress: z.string().max(256).refine(withoutNul, 'A text without NUL is expected.'),
    password: z.string().max(32),
  }),
  refreshToken: z.object({ refreshToken: absent(z.string().max(500)) }),
  existence: z
    .object({ phoneNumber: absent(shortText), email: absent(shortText.transform(lowerCased)) })
    .refine(({ phoneNumber, email }) => (phoneNumber === undefined) !== (email === undefined), {
      path: ['phoneNumber'],
      message: 'phoneNumber or email is expected, one of the two.',
    }),
  verifyPhone: z.object({
    phoneNumber: phone,
    smsProviders,
    phoneNumberOtpRequestId: absent(shortText),
    phoneNumberOtp: absent(shortText),
  }),
  verifyEmail: z.object({
    email,
    emailOtpRequestId: absent(shortText),
    emailOtp: absent(shortText),
  }),
  register: z.object({
    phoneNumber: phone,
    email: absent(email),
    password: absent(z.string().max(1000)),
    phoneNumberOtpRequestId: absent(shortText),
    phoneNumberOtp: absent(shortText),
    emailOtpRequestId: absent(shortText),
    emailOtp: absent(shortText),
    oAuthTokenVerificationRequestId: absent(shortText),
    imei: absent(shortText),
    imsi: absent(shortText),
    geoLocation: absent(deviceMoment.geoLocation),
  }),
  oauthToken: z.object({
    provider: z.enum(['Google', 'Microsoft'], 'Google or Microsoft is expected.'),
    IdToken: z.string().max(10_000),
  }),
  lostPassword: z.object(account),
  resetByEmail: z.object({
    ...account,
    emailOtpRequestId: shortText,
    emailOtp: shortText,
    newPassword: absent(z.string().max(1000)),
  }),
  resetByPhone: z.object({
    ...account,
    phoneNumberOtpRequestId: shortText,
    phoneNumberOtp: shortText,
    newPassword: absent(z.string().max(1000)),
  }),
  verifySide: z.object({
    image: z.string(),
    transaction_id: absent(uuid),
    client_transaction_id: absent(shortText),
    getExtractedData: absent(z.boolean()),
  }),
  verifyLiveness: z.object({
    image: absent(z.string()),
    face_1: absent(z.string()),
    face_2: absent(z.string()),
    face_3: absent(z.string()),
    transaction_id: uuid,
    getExtractedData: absent(z.boolean()),
  }),
  linkVerification: z.object({ transactionId: uuid, getExtractedData: absent(z.boolean()) }),
  cancelIdentity: z.object({ userId: id }),
  identityImages: z.object({ emailOrPhoneNumber: shortText }),
  stepImage: z.object({ TransactionId: uuid, FileName: shortText }),
  transaction: z.object({ id: uuid }),
  users: z.object({
    filter: absent(shortText).transform((text = '') => text),
    onlyLockedUsers: absent(z.boolean()),
    maxResultCount: absent(z.number().int().min(1).max(1000)).transform((count = 10) => count),
    skipCount: absent(z.number().int().min(0)).transform((count = 0) => count),
  }),
  authSession: z
    .object({
      phoneNumber: absent(phone),
      email: absent(email),
      userPublicKey: absent(z.string().max(10_000)),
      sessionPermissions,
    })
    .refine(({ phoneNumber, email: address }) => phoneNumber ?? address, {
      path: ['phoneNumber'],
      message: 'phoneNumber or email is expected.',
    }),
  invitation: z.object({
    SessionInput: z.object({
      phoneNumber: absent(phone),
      sessionPermissions,
      RequestFieldsValues: absent(
        z.record(z.string().regex(/^\d+$/, 'A product type is expected.'), z.record(z.string(), z.string())),
      ),
    }),
  }),
  page: z.object({
    SkipCount: z.coerce.number().int().min(0).default(0),
    MaxResultCount: z.coerce.number().int().min(1).default(10),
  }),
  current: z.object({ minimal: z.enum(['true', 'false']).default('false') }),
  form: z.object({ requestTypeId: idInUrl }),
  product: z.object({ typeId: idInUrl }),
  contractPdf: z.object({ RequestId: uuid, SecurityHash: z.string().max(500) }),
};

/** What was sent, if it has the shape; else a refusal that names each field and repeats no value. */
export function read<T>(shape: z.ZodType<T>, sent: unknown): T | Refusal {
  const result = shape.safeParse(sent ?? {});
  if (result.success) return result.data;
  const fieldErrors = result.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  return new Refusal('INVALID_INPUT', { fieldErrors });
}
