import type { Answer } from '../answer.js';
import type { ContactConfirmed } from '../customer-types.js';
import { say } from '../messages/words.js';
import type { Decoder } from '../operation.js';
import { ownRejection } from '../own-rejection.js';
import type { WireStep } from './codes.js';
import { answer } from './envelope.js';
import { flag } from './values.js';
import { type DataOf, objectAs, type Wire } from './wire.js';

type WireConfirmed = WireStep & DataOf<'validatePasswordEmailCode' | 'validatePasswordPhoneCode'>;

/** The answer to a code's confirmation. If Vlens accepts the call but reports the code as not confirmed, the code was wrong. */
export function decodeConfirmed(
  isConfirmed: (sent: Wire<WireConfirmed>) => unknown,
): Decoder<Answer<ContactConfirmed>> {
  return {
    from: 'envelope',
    read(envelope, wordings) {
      const sent = objectAs<WireConfirmed>(envelope.data) ?? {};
      if (envelope.verdict === 'accepted' && flag(isConfirmed(sent)) === false) return CODE_NOT_TAKEN;
      return answer(wordings, envelope, () => ({
        emailConfirmationRequired: flag(sent.isEmailConfirmationRequired),
      }));
    },
  };
}

const CODE_NOT_TAKEN = ownRejection('OTP_INCORRECT', say('codeNotTaken'));
