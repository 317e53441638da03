import type { LivenessNeeded } from '../answer.js';
import { say } from '../messages/words.js';
import type { Envelope } from './envelope.js';
import { saysLivenessNeeded } from './liveness-wording.js';
import { flag, sentenceText, uuid } from './values.js';
import { type DataOf, objectAs } from './wire.js';

type Promised = DataOf<'stepRequestOtp'>;

/** The promised data, and optional fields that may help the customer. */
type SentData = Promised & { transactionId?: string; message?: string; errorMessage?: string };

/**
 * The outcome, if an answer of StepRequestOtp says that the customer is more than 80 km from the last active device location and must
 * re-validate liveness; else null. Three forms are known or likely (vlens.yaml, StepRequestOtp): a message that says so, under any
 * error_code and any HTTP status whose body is read (`VlensHttp`); `needsReValidate` without an otpRequestId; an error_code that Vlens has
 * named to the tenant.
 */
export function livenessNeeded(
  envelope: Envelope,
  otpRequestId: string | null,
  errorCodes: ReadonlySet<number>,
): LivenessNeeded | null {
  const data = objectAs<SentData>(envelope.data);
  const words = [
    envelope.message,
    ...envelope.fieldErrors.map(({ message }) => message),
    sentenceText(envelope.data),
    sentenceText(data?.message),
    sentenceText(data?.errorMessage),
  ].filter((each) => each !== null);
  const said = words.find(saysLivenessNeeded);
  const flagged = otpRequestId === null && flag(data?.needsReValidate) === true;
  const coded = envelope.errorCode !== null && errorCodes.has(envelope.errorCode);
  if (said === undefined && !flagged && !coded) return null;
  const sent = said ?? words[0];
  return {
    kind: 'livenessNeeded',
    errorCode: envelope.errorCode,
    ...(sent === undefined ? say('livenessNeeded') : { message: sent }),
    transactionId: uuid(data?.transactionId),
  };
}
