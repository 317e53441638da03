import type { components } from '../../openapi/vlens.js';
import { flag, integer, text } from './values.js';
import { objectAs } from './wire.js';

type WireUser = NonNullable<components['schemas']['User']>;
type WireSigner = NonNullable<components['schemas']['BusinessRequest']['customerSigners']>[number];

export type Person = NonNullable<ReturnType<typeof readPerson>>;

/** A person; null if none was sent. */
export function readPerson(value: unknown) {
  const sent = objectAs<WireUser>(value);
  return (
    sent && {
      userId: integer(sent.id),
      name: text(sent.name),
      surname: text(sent.surname),
      fullName: text(sent.fullName),
      userName: text(sent.userName),
      emailAddress: text(sent.emailAddress),
      phoneNumber: text(sent.phoneNumber),
      idNumber: text(sent.idNumber),
      address: text(sent.address),
    }
  );
}

export type Signer = NonNullable<ReturnType<typeof readSigner>>;

/** One of a request's signers, and whether the signer has signed. */
export function readSigner(value: unknown) {
  const sent = objectAs<WireSigner>(value);
  return sent && { person: readPerson(sent.customerSigner), isSigned: flag(sent.isSigned) ?? false };
}
