import type { components } from '../../../src/openapi/vlens.js';
import { valuesOfForm } from '../arabic/in-arabic.js';
import { contractParts } from '../rules/contract-texts.js';
import { netDate } from '../rules/dialects.js';
import { financing } from '../rules/financing.js';
import { STATUSES } from '../rules/statuses.js';
import type { RequestSummaryRow, RequestWithParts } from '../store/request-views.js';
import type { SignerOfRequest } from '../store/signers.js';
import type { CustomerRow } from '../store/tables.js';

type Schemas = components['schemas'];

/** `vlens.yaml`, BusinessRequestSummary. */
export function requestSummary(row: RequestSummaryRow): Schemas['BusinessRequestSummary'] {
  return {
    id: row.id,
    typeName: row.typeName,
    type: row.typeCode,
    contractTypeId: row.productId,
    contractTypeName: row.productName,
    idNumber: row.creatorNationalId,
    requestNumber: row.requestNumber,
    fullName: fullName({ name: row.creatorName, surname: row.creatorSurname }),
    requeststatus: STATUSES[row.status].code,
    requestStatusName: STATUSES[row.status].name,
    creationTime: netDate(row.createdAt),
  };
}

/** `vlens.yaml`, BusinessRequest. */
export function fullRequest(parts: RequestWithParts): Schemas['BusinessRequest'] {
  const { summary, fields, product, signers } = parts;
  const values = valuesOfForm(fields);
  const creator = signers[0];
  const signature = creator ? signatureOf(creator) : null;
  const { documents, terms } = contractParts(product.texts, values, signature);
  return {
    ...requestSummary(summary),
    ...terms,
    ...financing(values.en),
    relatedBusinessRequest: [],
    requestFields: fields,
    documents,
    user: creator ? user(creator.customer) : null,
    confirmationMessage: 'By signing you confirm that you have read the whole contract and agree to it.',
    customerSignature: signature,
    contractSignerSignature: null,
    hasPaymentCheckPerRequestFeature: product.hasPayment === 1,
    customerSigners: signers.map(({ customer, signedAt }) => ({
      customerSigner: user(customer),
      isSigned: signedAt !== null,
    })),
    creatorUserFullName: creator ? fullName(creator.customer) : null,
    lastModificationTime: netDate(summary.updatedAt),
  };
}

/** `vlens.yaml`, User. */
export function user(customer: CustomerRow): NonNullable<Schemas['User']> {
  return {
    id: customer.id,
    name: customer.name || null,
    surname: customer.surname || null,
    fullName: fullName(customer) || null,
    userName: customer.phoneNumber,
    emailAddress: customer.emailAddress || null,
    phoneNumber: customer.phoneNumber,
    idNumber: customer.nationalId,
    address: customer.address || null,
  };
}

export function fullName({ name, surname }: Pick<CustomerRow, 'name' | 'surname'>): string {
  return `${name} ${surname}`.trim();
}

function signatureOf({ customer, signedAt }: SignerOfRequest): string | null {
  return signedAt && `Signed by ${fullName(customer)} with an OTP at ${signedAt}`;
}
