import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import type { CardBack, CardFront } from '../cards/card.js';
import { MAX_PHOTOGRAPH_BYTES, MAX_PHOTOGRAPH_PIXELS } from '../cards/photograph.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { decodeBase64 } from '../rules/base64.js';
import { type CardFault, checkCard } from '../rules/card-checks.js';
import { checkLivenessImages, type Reference } from '../rules/liveness-images.js';
import type { VerificationRow } from '../store/people-tables.js';
import type { TenantRow, Work } from '../store/tables.js';
import { inTransaction, lockTables } from '../store/transaction.js';
import {
  changeVerification,
  isNationalIdTaken,
  keepImage,
  lockVerification,
  lockVerifier,
  type Verifier,
  validateCustomer,
} from '../store/verifications.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { type VerificationOutcome, verificationAnswer } from './verification-answer.js';

type LivenessBody = z.infer<typeof bodies.verifyLiveness>;
const FACES = ['face_1', 'face_2', 'face_3'] as const;
const PHONE_NOT_CONFIRMED_CODE = 9912;
/** Of a picture of 3 MB and three of 500 KB, as base64. */
const BODY_LIMIT = 8 * 1024 * 1024;
/** It may be as large as the picture of a card. */
const REFERENCE: Reference = {
  maxBytes: MAX_PHOTOGRAPH_BYTES,
  maxSize: '3 MB',
  maxPixels: MAX_PHOTOGRAPH_PIXELS,
  isRequired: false,
};

/** The last step: three faces, after front and back. */
export function verifyLivenessRoute(
  app: FastifyInstance,
  context: AppContext,
  path: string,
  verifierOf: (request: FastifyRequest) => Verifier,
): void {
  app.post(path, { bodyLimit: BODY_LIMIT }, async (request) => {
    const body = read(bodies.verifyLiveness, request.body);
    if (body instanceof Refusal) return envelope(body);
    const outcome = await verifyLiveness(context, tenantOf(request), verifierOf(request), body);
    if (outcome instanceof Refusal) return envelope(outcome);
    const { getExtractedData } = body;
    return verificationAnswer(outcome, { getExtractedData, now: context.clock.now() });
  });
}

/** DigitalIdentity/LinkUserWithExistingTransaction: what was verified with the ApiKey alone becomes the caller's. */
export function linkVerificationRoute(
  app: FastifyInstance,
  context: AppContext,
  verifierOf: (request: FastifyRequest) => Verifier,
): void {
  app.post('/DigitalIdentity/LinkUserWithExistingTransaction', async (request) => {
    const body = read(bodies.linkVerification, request.body);
    if (body instanceof Refusal) return envelope(body);
    const outcome = await inTransaction(context.db, async (work) => {
      await lockTables(work, ['customer']);
      const now = context.clock.now();
      const verifier = await lockVerifier(work, verifierOf(request));
      const nobodys = { ...verifier, customer: null };
      const found =
        (await lockVerification(work, nobodys, body.transactionId)) ??
        (await lockVerification(work, verifier, body.transactionId));
      if (!found) return new Refusal('TRANSACTION_INVALID');
      if (found.livenessAt === null) return new Refusal('TRANSACTION_INCOMPLETE');
      return complete(work, { tenant: tenantOf(request), verifier, verification: found, now });
    });
    if (outcome instanceof Refusal) return envelope(outcome);
    const { getExtractedData } = body;
    return verificationAnswer(outcome, { getExtractedData, now: context.clock.now() });
  });
}

async function verifyLiveness(
  { db, clock }: AppContext,
  tenant: TenantRow,
  asked: Verifier,
  body: LivenessBody,
): Promise<VerificationOutcome | Refusal> {
  const errors = await checkLivenessImages(body, REFERENCE);
  return inTransaction(db, async (work) => {
    await lockTables(work, ['customer']);
    const now = clock.now();
    const verifier = await lockVerifier(work, asked);
    const verification = await lockVerification(work, verifier, body.transaction_id);
    if (!verification) return new Refusal('TRANSACTION_INVALID');
    if (verification.front === null || verification.back === null)
      return new Refusal('TRANSACTION_INCOMPLETE');
    if (errors.length > 0) {
      const faults = errors.map(
        ({ field, message }): CardFault => ({
          refusal: 'LIVENESS_FAILED',
          field,
          value: null,
          code: null,
          message,
        }),
      );
      return { verification, customer: verifier.customer, faults, isLive: false };
    }
    for (const step of FACES) {
      const bytes = decodeBase64(body[step] ?? '');
      if (bytes) await keepImage(work, verification.id, { step, bytes, now });
    }
    const whole = body.image ? decodeBase64(body.image) : null;
    if (whole) await keepImage(work, verification.id, { step: 'liveness', bytes: whole, now });
    return complete(work, { tenant, verifier, verification, now });
  });
}

/** Notes that liveness passed; where it is somebody's, checks the card again, asks the authorities and moves them on. */
async function complete(
  work: Work,
  step: { tenant: TenantRow; verifier: Verifier; verification: VerificationRow; now: Date },
): Promise<VerificationOutcome> {
  const { tenant, verifier, verification, now } = step;
  const { customer } = verifier;
  const front = JSON.parse(verification.front ?? '') as CardFront;
  const back = JSON.parse(verification.back ?? '') as CardBack;
  const isTaken = await isNationalIdTaken(work, verifier, front.nationalId);
  const against = { verifiedAs: customer?.nationalId ?? null, isTaken, now };
  const fault =
    checkCard(front, { ...against, side: 'front', other: back }) ??
    checkCard(back, { ...against, side: 'back', other: front });
  if (fault) return { verification, customer, faults: [fault], isLive: true };
  const livenessAt = verification.livenessAt ?? now.toISOString();
  if (!customer) {
    const changed = await changeVerification(work, verification.id, { livenessAt });
    return { verification: changed, customer, faults: [], isLive: true };
  }
  const changed = await changeVerification(work, verification.id, {
    livenessAt,
    completedAt: verification.completedAt ?? now.toISOString(),
    customerId: customer.id,
  });
  const isVerified = tenant.ntra !== 'no' && tenant.cso !== 'no';
  return {
    verification: changed,
    customer: await validateCustomer(work, customer.id, { id: verification.id, front, isVerified }),
    faults: tenant.ntra === 'no' ? [notTheirPhone(customer.phoneNumber)] : [],
    isLive: true,
    civilStatus:
      tenant.cso === 'no' ? 'The civil status office does not confirm this card; ask the office why.' : null,
  };
}

function notTheirPhone(phoneNumber: string): CardFault {
  return {
    refusal: null,
    field: 'phoneNumber',
    value: phoneNumber,
    code: PHONE_NOT_CONFIRMED_CODE,
    message: 'The phone number is not registered to the holder of this card; use a number of your own.',
  };
}
