import { comparablePhone } from '../attempts/comparable-id.js';
import type { About } from '../operation.js';

/** The customer with this phone number, in any spelling. */
export function customer(phoneNumber: string): About {
  return { person: `phone ${comparablePhone(phoneNumber)}`, proof: null };
}

/** The same customer with a device: an accepted answer confirms that the device is theirs. */
export function customerWithDevice(phoneNumber: string, deviceId: string): About {
  return { ...customer(phoneNumber), proof: `device ${comparablePhone(phoneNumber)} ${deviceId}` };
}

/** An account, by its name or e-mail address, or by something that stands for it. */
export function account(name: string): About {
  return { person: `account ${name.trim().toLowerCase()}`, proof: null };
}

/** The customer if there is a phone number, or else the account with the e-mail address. */
export function phoneOrEmail({ phoneNumber, email }: { phoneNumber?: string; email?: string }): About {
  return phoneNumber ? customer(phoneNumber) : account(email ?? '');
}

/** The person whose session the refresh token belongs to. */
export function session(refreshToken: string): About {
  return { ...account(refreshToken), proof: proofOfSession(refreshToken) };
}

/** A refresh token as a proof: only the owner of the session has it. */
export function proofOfSession(refreshToken: string): string {
  return `session ${refreshToken}`;
}

/** The contract of a signing link. Only the holder of the link has its hash. */
export function link(requestId: string, securityHash: string): About {
  const request = requestId.toLowerCase();
  return { person: `contract ${request}`, proof: `link ${request} ${securityHash}` };
}
