import { comparablePhone } from '../attempts/comparable-id.js';
import type { About } from '../operation.js';

/** The customer with this phone number, however it is written. */
export function customer(phoneNumber: string): About {
  return { person: `phone ${comparablePhone(phoneNumber)}`, proof: null };
}

/** The same, who shows a device: a yes of Vlens confirms that it is theirs. */
export function customerWithDevice(phoneNumber: string, deviceId: string): About {
  return { ...customer(phoneNumber), proof: `device ${comparablePhone(phoneNumber)} ${deviceId}` };
}

/** An account by its name or e-mail address, or by what stands for it. */
export function account(name: string): About {
  return { person: `account ${name.trim().toLowerCase()}`, proof: null };
}

/** The customer, or the account by its e-mail address. */
export function phoneOrEmail({ phoneNumber, email }: { phoneNumber?: string; email?: string }): About {
  return phoneNumber ? customer(phoneNumber) : account(email ?? '');
}

/** What a session's own refresh token shows. */
export function session(refreshToken: string): About {
  return { ...account(refreshToken), proof: proofOfSession(refreshToken) };
}

/** A refresh token, as what nobody has but the one whose session it is. */
export function proofOfSession(refreshToken: string): string {
  return `session ${refreshToken}`;
}

/** The contract of a signing link, whose hash nobody else has. */
export function link(requestId: string, securityHash: string): About {
  const request = requestId.toLowerCase();
  return { person: `contract ${request}`, proof: `link ${request} ${securityHash}` };
}
