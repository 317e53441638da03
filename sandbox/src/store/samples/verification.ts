import { CARD_YEARS, type CardBack, type CardFront } from '../../cards/card.js';
import type { ImageStep } from '../people-tables.js';
import type { Work } from '../tables.js';
import type { SampleCustomer } from './customers.js';

const STEPS: ImageStep[] = ['id_front', 'id_back', 'face_1', 'face_2', 'face_3'];

/** How a sample customer was verified. Nothing is drawn for it until somebody asks for a picture. */
export async function seedVerification(
  work: Work,
  { identity, name, surname, deviceId, registeredAt }: SampleCustomer,
  { id, tenantId, customerId, now }: { id: string; tenantId: string; customerId: number; now: Date },
): Promise<void> {
  if (!identity) return;
  const { nationalId, nameArabic, addressArabic } = identity;
  const at = now.toISOString();
  const front: CardFront = {
    side: 'front',
    nationalId,
    name: nameArabic,
    nameEnglish: `${name} ${surname}`,
    address: addressArabic,
    factoryNumber: `SM${String(9_000_000 + customerId)}`,
  };
  const back: CardBack = {
    side: 'back',
    nationalId,
    issuedOn: `${now.getUTCFullYear() - 2}-01`,
    expiresOn: `${now.getUTCFullYear() - 2 + CARD_YEARS}-01-15`,
    job: 'مهندس',
    gender: Number(nationalId[12]) % 2 === 1 ? 'male' : 'female',
    religion: 'مسلم',
    maritalStatus: 'أعزب',
  };
  const { latitude, longitude } = registeredAt;
  await work
    .insertInto('verification')
    .values({
      id,
      tenantId,
      customerId,
      createdAt: at,
      front: JSON.stringify(front),
      back: JSON.stringify(back),
      device: JSON.stringify({ deviceId, ipAddress: '192.0.2.1', latitude, longitude }),
      livenessAt: at,
      completedAt: at,
    })
    .execute();
  await work
    .insertInto('verificationImage')
    .values(
      STEPS.map((step) => ({
        verificationId: id,
        step,
        fileName: `${id}_${step}.png`,
        content: '',
        takenAt: at,
      })),
    )
    .execute();
}
