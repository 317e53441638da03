import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { drawStep } from '../cards/draw-step.js';
import { envelope, pagedEnvelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { customerByEmail, customerById, customerByPhone, usersOf } from '../store/customers.js';
import type { ImageStep, VerificationRow } from '../store/people-tables.js';
import type { CustomerRow, TenantRow } from '../store/tables.js';
import {
  imageNamed,
  imagesOf,
  type VerificationDevice,
  verificationById,
  verificationOf,
} from '../store/verifications.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { user } from './request-answer.js';

/** What an operator may read of the tenant's customers. */
export function operatorRoutes(app: FastifyInstance, context: AppContext): void {
  const { db } = context;
  app.get('/DigitalIdentity/GetUserDigitalIdentityImages', async (request) => {
    const query = read(bodies.identityImages, request.query);
    return envelope(query instanceof Refusal ? query : await imageNames(context, tenantOf(request), query));
  });

  app.get('/DigitalIdentity/GetStepImage', async (request) => {
    const query = read(bodies.stepImage, request.query);
    if (query instanceof Refusal) return envelope(query);
    const verification = await verificationById(db, tenantOf(request).id, query.TransactionId);
    const kept = verification && (await imageNamed(db, verification.id, query.FileName));
    if (!kept) return envelope(new Refusal('IMAGE_NOT_FOUND'));
    const image = kept.content || (await drawStep(verification, kept.step));
    return envelope({ image });
  });

  app.get('/Transactions/GetTransactionById', async (request) => {
    const query = read(bodies.transaction, request.query);
    if (query instanceof Refusal) return envelope(query);
    const verification = await verificationById(db, tenantOf(request).id, query.id);
    return envelope(
      verification ? await transaction(context, verification) : new Refusal('TRANSACTION_INVALID'),
    );
  });

  app.post('/DigitalIdentity/GetUsers', async (request) => {
    const body = read(bodies.users, request.body);
    if (body instanceof Refusal) return envelope(body);
    // Nobody is ever locked here.
    if (body.onlyLockedUsers) return pagedEnvelope([], 0);
    const { users, total } = await usersOf(db, tenantOf(request).id, body);
    return pagedEnvelope(users.map(user), total);
  });
}

async function imageNames(
  { db }: AppContext,
  { id: tenantId }: TenantRow,
  { emailOrPhoneNumber }: z.infer<typeof bodies.identityImages>,
) {
  const customer =
    (await customerByPhone(db, tenantId, emailOrPhoneNumber)) ??
    (await customerByEmail(db, tenantId, emailOrPhoneNumber.toLowerCase()));
  if (!customer) return new Refusal('USER_NOT_FOUND');
  const verification = await verificationOf(db, customer);
  const images = verification ? await imagesOf(db, verification.id) : [];
  const named = (step: ImageStep) => images.find((image) => image.step === step)?.fileName ?? null;
  return {
    idFrontImage: named('id_front'),
    idBackImage: named('id_back'),
    livenessImage: named('liveness'),
    livenessFace01Image: named('face_1'),
    livenessFace02Image: named('face_2'),
    livenessFace03Image: named('face_3'),
  };
}

async function transaction({ db }: AppContext, verification: VerificationRow) {
  const { id, tenantId, customerId, clientTransactionId, createdAt, completedAt } = verification;
  const customer = customerId === null ? undefined : await customerById(db, tenantId, customerId);
  const images = await imagesOf(db, id);
  const front = verification.front === null ? null : JSON.parse(verification.front);
  const isVerified = completedAt !== null && customer?.isVerified === 1 && customer.transactionId === id;
  return {
    transaction: {
      id,
      stepsCount: images.length,
      fullName: front?.nameEnglish ?? null,
      isMatched: verification.front !== null && verification.back !== null,
      idNumber: front?.nationalId ?? null,
      creationTime: dayFirst(createdAt),
      clientTransactionId,
      isVerified,
      creatorUserId: customerId,
    },
    transactionItems: {
      lazyLoadImages: true,
      hasOtherSteps: false,
      phoneNumber: customer?.phoneNumber ?? null,
      digitalIdentityData: front
        ? [
            { name: 'name', value: front.name },
            { name: 'address', value: front.address },
          ]
        : [],
      deviceInfo: deviceInfo(verification, customer),
      isDigitalIdentityVerified: isVerified,
      steps: images.map(({ step, fileName, takenAt }) => ({
        name: step,
        fileName,
        creationTime: dayFirst(takenAt),
      })),
    },
  };
}

/** Published with its place as JSON in a string, and names that begin with a capital. */
function deviceInfo({ device, createdAt }: VerificationRow, customer: CustomerRow | undefined) {
  if (device === null) return null;
  const { deviceId, ipAddress, latitude, longitude } = JSON.parse(device) as VerificationDevice;
  return {
    deviceId,
    imei: deviceId,
    imsi: null,
    geoLocation: latitude === null ? null : JSON.stringify({ Latitude: latitude, Longitude: longitude }),
    ipAddress,
    timezone: 'Africa/Cairo',
    currentTimestamp: dayFirst(createdAt),
    isActive: customer !== undefined,
    creationTime: dayFirst(createdAt),
  };
}

/** `dd/MM/yyyy HH:mm:ss`, as this operation alone writes times. */
function dayFirst(iso: string): string {
  const [year, month, day] = iso.slice(0, 10).split('-');
  return `${day}/${month}/${year} ${iso.slice(11, 19)}`;
}
