import { REFUSALS } from '../../../../sandbox/src/error-codes.js';
import {
  AHMED,
  anotherCode,
  CAR_LOAN,
  type Customer,
  FORM,
  JOINT_ACCOUNT,
  MONA,
  OMAR,
  PERSONAL_LOAN,
} from '../customer.js';
import type { frames } from '../frames.js';
import { ALEXANDRIA, type Answer, CAIRO } from '../sandbox.js';
import type { Known } from './known.js';
import type { Outcome } from './state.js';
import type { Step, Town, User } from './steps.js';

export const SAMPLES = { 'Ahmed Mohamed': AHMED, 'Mona Hassan': MONA, 'Omar Ali': OMAR };
export const PLACES = {
  Cairo: CAIRO,
  Giza: { latitude: 29.987, longitude: 31.2118 },
  Alexandria: ALEXANDRIA,
  Luxor: { latitude: 25.6872, longitude: 32.6396 },
};
const PRODUCTS = { 'car loan': CAR_LOAN, 'personal loan': PERSONAL_LOAN, 'joint account': JOINT_ACCOUNT };
const REFUSAL_NAMES = new Map(Object.entries(REFUSALS).map(([name, [code]]) => [code as number, name]));

export interface Caller {
  customer: Customer;
  at: Town;
}
type CustomersStep = Exclude<Extract<Step, { user: User }>, { kind: 'travel' | 'verify identity' }>;

/** One call of a customer's; what it makes is known as `id` from then on. */
export async function customersCall(
  { customer, at }: Caller,
  { known, pictures }: { known: Known; pictures: Awaited<ReturnType<typeof frames>> },
  step: CustomersStep,
  id: string,
): Promise<Outcome> {
  const request = 'request' in step && step.request !== null ? known.requestId(step.request) : '';
  const named = request === '' ? {} : { requestId: request };
  switch (step.kind) {
    case 'log in': {
      const { phoneNumber, password, imei } = customer.sample;
      const body = { phoneNumber, password, imei, geoLocation: PLACES[at] };
      return answered(await customer.call('POST', '/api/DigitalIdentity/Login', body));
    }
    case 'check eligibility': {
      const path = '/api/BusinessRequest/CheckEligibility';
      const { data } = await customer.call<{ isEligible: boolean }>('GET', path);
      return data.isEligible ? 'accepted' : 'NOT_ELIGIBLE';
    }
    case 'create': {
      const signers = step.others.map((other) => SAMPLES[other].phoneNumber);
      const joint = { customerSignersIdentifiers: signers, minimumRequiredSignatories: step.required };
      const more = step.product === 'joint account' ? joint : {};
      const answer = await customer.create(PRODUCTS[step.product], FORM, more);
      if (answer.data) known.keepRequest(id, answer.data.id);
      return answered(answer);
    }
    case 'read': {
      const path = `/api/BusinessRequest/GetBusinessRequestById/${request}`;
      return answered(await customer.call('GET', path));
    }
    case 'generate link': {
      const path = '/api/BusinessRequest/GenerateSignContractLink';
      return answered(await customer.step(path, named));
    }
    case 'revalidate liveness': {
      const { face_1, ...others } = pictures;
      const shown = step.isLive ? pictures : { ...others, face_1, face_2: face_1 };
      return answered(await customer.revalidate(named, shown));
    }
    case 'request OTP': {
      const answer = await customer.requestOtp(request);
      const { otpRequestId } = answer.data ?? {};
      if (otpRequestId) known.keepCode(id, { otpRequestId, code: await sentCode(customer, otpRequestId) });
      return answered(answer);
    }
    case 'validate OTP': {
      const { otpRequestId, code } = known.code(step.code);
      return answered(
        await customer.validateOtp(otpRequestId, step.isRight ? code : anotherCode(code), named),
      );
    }
    case 'confirm payment':
      return answered(await customer.confirm(request));
  }
}

/** What a customer's call came to: taken, or refused for which reason. */
export function answered({ status, code }: Answer<unknown>): Outcome {
  if (status !== 200) throw new Error(`HTTP ${status} is no answer of a step.`);
  // Vlens's own pages show both.
  return code === null || code === 0 ? 'accepted' : (REFUSAL_NAMES.get(code) ?? `code ${code}`);
}

async function sentCode({ sandbox, sample }: Customer, otpRequestId: string): Promise<string> {
  const { body } = await sandbox.control(
    'GET',
    `inbox?phoneNumber=${encodeURIComponent(sample.phoneNumber)}`,
  );
  const messages = body.messages as { otpRequestId: string; code: string }[];
  const message = messages.find((each) => each.otpRequestId === otpRequestId);
  if (!message) throw new Error('An OTP was promised and not sent.');
  return message.code;
}
