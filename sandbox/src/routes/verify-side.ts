import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import type { Card, CardBack, CardFront } from '../cards/card.js';
import { type CardReading, readCard } from '../cards/read-card.js';
import { envelope } from '../envelope.js';
import type { RefusalCode } from '../error-codes.js';
import { Refusal } from '../refusal.js';
import { decodeBase64 } from '../rules/base64.js';
import { checkCard, refused } from '../rules/card-checks.js';
import { lastActivePlace, newestDevice } from '../store/customers.js';
import { inTransaction } from '../store/transaction.js';
import {
  changeVerification,
  isNationalIdTaken,
  keepImage,
  lockVerifier,
  openVerification,
  type VerificationDevice,
  type Verifier,
} from '../store/verifications.js';
import { bodies, read } from './bodies.js';
import { type VerificationOutcome, verificationAnswer } from './verification-answer.js';

/** A picture of 3 MB as base64; somewhat larger ones pass too, to get a refusal that says what is wrong. */
const BODY_LIMIT = 8 * 1024 * 1024;

const FAULTS: Record<Extract<CardReading, { code: number }>['code'], RefusalCode> = {
  415: 'IMAGE_FORMAT',
  1050: 'IMAGE_QUALITY',
  3011: 'CARD_NOT_DETECTED',
  5001: 'UNSUPPORTED_DOCUMENT',
  5002: 'IMAGE_TOO_LARGE',
  5003: 'IMAGE_TOO_MANY_PIXELS',
  5006: 'OUT_OF_FOCUS',
  7000: 'SEVERAL_CARDS',
};

/** Front and back of the id card, in any order. */
export function verifySideRoutes(
  app: FastifyInstance,
  context: AppContext,
  paths: Record<Card['side'], string>,
  verifierOf: (request: FastifyRequest) => Verifier,
): void {
  for (const side of ['front', 'back'] as const) {
    app.post(paths[side], { bodyLimit: BODY_LIMIT }, async (request) => {
      const body = read(bodies.verifySide, request.body);
      if (body instanceof Refusal) return envelope(body);
      const outcome = await verifySide(context, { request, verifier: verifierOf(request), side }, body);
      if (outcome instanceof Refusal) return envelope(outcome);
      const { getExtractedData } = body;
      return verificationAnswer(outcome, { getExtractedData, now: context.clock.now() });
    });
  }
}

async function verifySide(
  context: AppContext,
  sent: { request: FastifyRequest; verifier: Verifier; side: Card['side'] },
  body: z.infer<typeof bodies.verifySide>,
): Promise<VerificationOutcome | Refusal> {
  const { db, clock, random } = context;
  const { side } = sent;
  const bytes = decodeBase64(body.image);
  const reading: CardReading = bytes ? await readCard(bytes) : { code: 415 };
  const device = await deviceOf(context, sent);
  const start = {
    id: body.transaction_id ?? random.uuid(),
    clientTransactionId: body.client_transaction_id ?? null,
    device,
  };
  return inTransaction(db, async (work) => {
    const verifier = await lockVerifier(work, sent.verifier);
    const now = clock.now();
    const verification = await openVerification(work, verifier, { ...start, now });
    if (!verification) return new Refusal('TRANSACTION_INVALID');
    const { customer } = verifier;
    if ('code' in reading) {
      return { verification, customer, faults: [refused(FAULTS[reading.code], 'image')] };
    }
    const other = verification[side === 'front' ? 'back' : 'front'];
    const fault = checkCard(reading, {
      side,
      other: other === null ? null : (JSON.parse(other) as CardFront | CardBack),
      verifiedAs: customer?.nationalId ?? null,
      isTaken: await isNationalIdTaken(work, verifier, reading.nationalId),
      now,
    });
    if (fault) return { verification, customer, faults: [fault] };
    const step = side === 'front' ? 'id_front' : 'id_back';
    await keepImage(work, verification.id, { step, bytes: bytes as Buffer, now });
    const changed = await changeVerification(work, verification.id, { [side]: JSON.stringify(reading) });
    return { verification: changed, customer, faults: [] };
  });
}

async function deviceOf(
  { db }: AppContext,
  { request, verifier: { customer } }: { request: FastifyRequest; verifier: Verifier },
): Promise<VerificationDevice> {
  const place = customer && lastActivePlace(customer);
  return {
    deviceId: customer && (await newestDevice(db, customer.id)),
    ipAddress: request.ip,
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
  };
}
