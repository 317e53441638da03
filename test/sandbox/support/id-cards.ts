import type { Card, CardBack, CardFront } from '../../../sandbox/src/cards/card.js';
import { drawCard } from '../../../sandbox/src/cards/draw-card.js';
import { samplePerson } from '../../../sandbox/src/cards/people.js';
import { frames } from './frames.js';
import type { SignIn } from './newcomer.js';
import { type Answer, START, type TestSandbox } from './sandbox.js';

const VERIFY = '/api/DigitalIdentity/verify';

export interface Verification {
  isVerificationProcessCompleted: boolean;
  isDigitalIdentityVerified: boolean;
  user: SignIn['user'] | null;
  idFrontData: { transaction_id: string; name_english?: string; idNumber?: string; dateOfBirth?: string };
  idBackData: { idExpiry: string; idNumber: string } | null;
}
export interface Services {
  validations: {
    validation_errors: {
      field: string;
      value: string | null;
      errors: { code: number; message: string }[];
    }[];
  };
  liveness: boolean | null;
  SRC: { isValid: boolean; errorMessage: string | null };
}
export type VerificationAnswer = Answer<Verification> & { services: Services };

/** A card as a picture in base64. */
export async function pictureOf(card: Card): Promise<string> {
  return (await drawCard(card)).toString('base64');
}

/** The card that person `number` of the samples has. */
export async function cardOf(
  number: number,
  { expired = false, now = START } = {},
): Promise<{ front: string; back: string; said: { front: CardFront; back: CardBack } }> {
  const said = samplePerson(number, now, { expired });
  return { front: await pictureOf(said.front), back: await pictureOf(said.back), said };
}

/** Somebody's verification, step by step, each an HTTP call of its own. */
export class Verifying {
  constructor(
    readonly sandbox: TestSandbox,
    readonly token: string | undefined,
    private readonly path = VERIFY,
  ) {}

  side(side: 'front' | 'back', image: string, more: object = {}): Promise<VerificationAnswer> {
    return this.post(`${this.path}/id/${side}`, { image, ...more });
  }

  async liveness(transaction_id: string, more: object = {}): Promise<VerificationAnswer> {
    const { image: _, ...faces } = await frames();
    return this.post(`${this.path}/liveness/multi`, { ...faces, transaction_id, ...more });
  }

  /** Front, back and liveness of that person's card; answers the last. */
  async whole(number: number): Promise<VerificationAnswer> {
    const { front, back } = await cardOf(number);
    const { data } = await this.side('front', front);
    const { transaction_id } = data.idFrontData;
    await this.side('back', back, { transaction_id });
    return this.liveness(transaction_id);
  }

  post(path: string, body: object): Promise<VerificationAnswer> {
    return this.sandbox.call<Verification>('POST', path, {
      token: this.token,
      body,
    }) as Promise<VerificationAnswer>;
  }
}

/** What the first check says that was not passed. */
export function checkOf({ services }: VerificationAnswer): { field: string; code: number; message: string } {
  const { field, errors } = services.validations
    .validation_errors[0] as Services['validations']['validation_errors'][number];
  return { field, code: errors[0]?.code ?? 0, message: errors[0]?.message ?? '' };
}
