import { randomUUID } from 'node:crypto';
import { takeLivenessFrames } from '../demo/liveness-frames.js';
import type { GatewayClient } from './gateway-client.js';
import type { Secrets } from './leaks.js';
import type { SandboxControl } from './sandbox-control.js';
import type { SeededRandom } from './seeded-random.js';
import type { Steps } from './steps.js';

/** A registered and verified customer. */
export interface Person {
  phoneNumber: string;
  password: string;
  deviceId: string;
  nationalId: string;
  home: { latitude: number; longitude: number };
}

interface Parts {
  steps: Steps;
  client: GatewayClient;
  control: SandboxControl;
  secrets: Secrets;
  random: SeededRandom;
}

const HOME = { latitude: 30.04442, longitude: 31.23571 };
const TRIES_PER_PICTURE = 3;
const ELIGIBILITY = 'query Soak { eligibility { isDigitalIdentityVerified } }';
const { face1, face2, face3 } = await takeLivenessFrames();

/**
 * A new customer registers and is verified, whatever fails; null where a fault prevents it, and the next one
 * comes in their place.
 * @param number 1 to the number of sample cards that the sandbox has
 */
export async function joinAs(
  number: number,
  { steps, client, control, secrets, random }: Parts,
): Promise<Person | null> {
  const phoneNumber = `+20107${String(1_000_000 + number)}`;
  const email = `soak-${number}@example.com`;
  const password = `Soaked-${number}!a`;
  const deviceId = `soak-phone-${number}`;
  for (const [kind, value] of Object.entries({ 'phone number': phoneNumber, password, 'e-mail': email }))
    secrets.add(kind, value);
  secrets.add('coordinate', String(HOME.latitude));
  steps.token = null;

  const phone = await steps.take('sendPhoneCode', null, { phoneNumber });
  const phoneCode = await control.newestCodeTo({ phoneNumber });
  const phoneCodeRequestId = phone.member?.codeRequestId;
  if (phoneCode === null || typeof phoneCodeRequestId !== 'string') return null;
  if (random.isLucky(0.5)) {
    // Where it is not known whether it was confirmed, the registration shows it.
    const input = { phoneNumber, codeRequestId: phoneCodeRequestId, code: phoneCode };
    if ((await steps.take('confirmPhone', null, input)).outcome === 'refused') return null;
  }
  const mail = random.isLucky(0.5) ? await steps.take('sendEmailCode', null, { email }) : null;
  const emailCodeRequestId = mail?.member?.codeRequestId;
  const emailCode = mail && (await control.newestCodeTo({ emailAddress: email }));
  const withMail = typeof emailCodeRequestId === 'string' && emailCode !== null;

  const account = { phoneNumber, password, deviceId, geoLocation: HOME };
  const registered = await steps.take('register', null, {
    ...account,
    ...{ phoneCodeRequestId, phoneCode },
    ...(withMail ? { email, emailCodeRequestId, emailCode } : {}),
  });
  let token = registered.member?.accessToken;
  // Its answer was lost, perhaps: who can log in is registered.
  if (typeof token !== 'string') token = (await steps.take('login', null, account)).member?.accessToken;
  if (typeof token !== 'string') return null;
  steps.token = token;

  const transactionId = randomUUID();
  const front = await picture('verifyIdFront', { image: await control.card('front', number), transactionId });
  const nationalId = (front?.document as { idNumber?: string } | null)?.idNumber;
  if (nationalId === undefined) return null;
  secrets.add('national id', nationalId);
  if (!(await picture('verifyIdBack', { image: await control.card('back', number), transactionId })))
    return null;
  const { outcome } = await steps.take('verifyLiveness', null, { face1, face2, face3, transactionId });
  // Once all is through, Vlens takes no more pictures of it.
  if (outcome !== 'acknowledged' && !(await isVerified())) return null;
  return { phoneNumber, password, deviceId, nationalId, home: HOME };

  async function isVerified(): Promise<boolean> {
    const data = await client.query(ELIGIBILITY, {}, steps.token);
    return data?.eligibility?.isDigitalIdentityVerified === true;
  }

  /** Vlens keeps the newest picture of a side: a client that does not know the outcome sends another. */
  async function picture(name: 'verifyIdFront' | 'verifyIdBack', input: object) {
    for (let tries = 0; tries < TRIES_PER_PICTURE; tries += 1) {
      const { outcome, member } = await steps.take(name, null, input);
      if (outcome === 'acknowledged') return member;
    }
    return null;
  }
}
