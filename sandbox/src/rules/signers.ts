import type { FieldError } from './field-error.js';

/** A customer of the tenant, as a signer's identifier can name one. */
export interface NamedCustomer {
  id: number;
  phoneNumber: string;
  /** Lower-case; empty where there is none. */
  emailAddress: string;
  nationalId: string | null;
  isVerified: boolean;
}

const SIGNERS = 'customerSignersIdentifiers';
const MINIMUM = 'minimumRequiredSignatories';

/**
 * Who signs a new request besides its creator, and how many signatures make it Customer Signed. An identifier is the
 * phone number, the e-mail address or the id of a customer of the tenant with a verified identity, as Vlens says, or the
 * national id, which the sandbox takes besides.
 * @param minimumSigners how many customers sign the product at least, the creator included.
 */
export function chooseSigners(
  asked: { identifiers: readonly string[]; minimumRequired: number | null },
  minimumSigners: number,
  creator: { id: number },
  customers: readonly NamedCustomer[],
): { others: number[]; requiredSignatures: number } | { errors: FieldError[] } {
  const errors: FieldError[] = [];
  const others: number[] = [];
  asked.identifiers.forEach((identifier, index) => {
    const field = `${SIGNERS}[${index}]`;
    const named = customers.find((customer) => isNamedBy(customer, identifier));
    if (!named?.isVerified) {
      errors.push({ field, message: 'This is no customer with a verified digital identity.' });
    } else if (named.id === creator.id) {
      errors.push({ field, message: 'The applicant signs anyway; name the others.' });
    } else if (others.includes(named.id)) {
      errors.push({ field, message: 'This signer was named already.' });
    } else {
      others.push(named.id);
    }
  });
  if (errors.length > 0) return { errors };

  if (minimumSigners === 1 && others.length > 0) {
    return { errors: [{ field: SIGNERS, message: 'This product is signed by the applicant alone.' }] };
  }
  const signers = others.length + 1;
  if (signers < minimumSigners) {
    const message = `This product needs ${minimumSigners} signers; name the others.`;
    return { errors: [{ field: SIGNERS, message }] };
  }
  const requiredSignatures = asked.minimumRequired ?? signers;
  if (requiredSignatures < minimumSigners || requiredSignatures > signers) {
    return {
      errors: [{ field: MINIMUM, message: `A number from ${minimumSigners} to ${signers} is expected.` }],
    };
  }
  return { others, requiredSignatures };
}

function isNamedBy(
  { id, phoneNumber, emailAddress, nationalId }: NamedCustomer,
  identifier: string,
): boolean {
  const names = [phoneNumber, emailAddress, String(id), nationalId];
  // Somebody without an e-mail address is not named by an empty text.
  return identifier !== '' && (names.includes(identifier) || emailAddress === identifier.toLowerCase());
}
