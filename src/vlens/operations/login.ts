import type { operations } from '../../openapi/vlens.js';
import type { VlensApi } from '../api.js';
import type { Calls } from '../calls.js';
import { answer, type Envelope } from '../envelope.js';
import { invalidResponse } from '../faults.js';
import { readPerson } from '../read/people.js';
import { filledText, flag, integer } from '../read/values.js';
import { objectAs, type Wire } from '../read/wire.js';
import type { Login, LoginOtpNeeded, LoginSession } from '../types.js';

type WireLogin = NonNullable<operations['login']['responses'][200]['content']['application/json']['data']>;

export function loginOperations(calls: Calls): Pick<VlensApi, 'login'> {
  return {
    login: (input) =>
      calls.call('login', { body: credentials(input) }, (envelope) => {
        const sent = objectAs<WireLogin>(envelope.data);
        const otpNeeded = sent && readOtpNeeded(sent);
        if (otpNeeded && asksForCode(envelope, otpNeeded, input))
          return { kind: 'accepted', value: otpNeeded };
        return answer('login', envelope, () => readSession(sent));
      }),
  };
}

function credentials(input: Login) {
  const { latitude, longitude } = input.geoLocation;
  return {
    geoLocation: { latitude, longitude },
    imei: input.deviceId,
    phoneNumber: input.phoneNumber,
    password: input.password,
    smsProviders: input.smsProvider,
    phoneNumberOtpRequestId: input.otpRequestId,
    phoneNumberOtp: input.otpCode,
  };
}

/** An SMS code was sent: there is no session yet, but something to send the code with. */
function readOtpNeeded(sent: Wire<WireLogin>): LoginOtpNeeded | null {
  const otpRequestId = filledText(sent.phoneNumberOtpRequestId);
  if (otpRequestId === null || filledText(sent.accessToken) !== null) return null;
  return { kind: 'loginOtpNeeded', otpRequestId, expiresInSeconds: integer(sent.phoneOtpExpireInSeconds) };
}

/** Also where it comes as a refusal, unless what is refused is the code that was just sent for that very request. */
function asksForCode({ verdict }: Envelope, otpNeeded: LoginOtpNeeded, input: Login): boolean {
  if (verdict !== 'refused') return verdict === 'accepted';
  return input.otpCode === undefined || input.otpRequestId !== otpNeeded.otpRequestId;
}

function readSession(sent: Wire<WireLogin> | null): LoginSession {
  const accessToken = filledText(sent?.accessToken);
  if (!sent || accessToken === null) throw invalidResponse();
  return {
    kind: 'session',
    accessToken,
    isDigitalIdentityVerified: flag(sent.isDigitalIdentityVerified),
    hasPendingRequest: flag(sent.hasPendingRequest),
    user: readPerson(sent.user),
  };
}
