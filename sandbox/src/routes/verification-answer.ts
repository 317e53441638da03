import type { components } from '../../../src/openapi/vlens.js';
import type { CardBack, CardFront } from '../cards/card.js';
import { REFUSALS } from '../error-codes.js';
import type { CardFault } from '../rules/card-checks.js';
import { readNationalId } from '../rules/national-id.js';
import type { VerificationRow } from '../store/people-tables.js';
import type { CustomerRow } from '../store/tables.js';
import { user } from './request-answer.js';

type Schemas = components['schemas'];
type ValidationErrors = NonNullable<
  NonNullable<NonNullable<Schemas['VerificationServices']>['validations']>['validation_errors']
>;

/** What a step of the verification came to. */
export interface VerificationOutcome {
  verification: VerificationRow;
  customer: CustomerRow | null;
  faults: CardFault[];
  /** Only where liveness was looked at. */
  isLive?: boolean;
  /** What the authority for civil status says against the customer. */
  civilStatus?: string | null;
}

const CIVIL_STATUS_CODE = 9911;

/** `vlens.yaml`, VerificationEnvelope: what was read as `data`, and what the checks say beside it as `services`. */
export function verificationAnswer(
  outcome: VerificationOutcome,
  { getExtractedData = true, now }: { getExtractedData?: boolean | undefined; now: Date },
): Schemas['VerificationEnvelope'] {
  const { verification, customer, faults } = outcome;
  const refusal = faults.find((fault) => fault.refusal !== null)?.refusal;
  const [code, message] = refusal ? REFUSALS[refusal] : [null, null];
  const isCompleted = faults.length === 0 && verification.livenessAt !== null;
  return {
    data: {
      isVerificationProcessCompleted: isCompleted || verification.completedAt !== null,
      isDigitalIdentityVerified: verification.completedAt !== null && customer?.isVerified === 1,
      deviceInfo: null,
      user: customer && user(customer),
      idFrontData: frontData(verification, getExtractedData, now),
      idBackData: getExtractedData ? backData(verification) : null,
    },
    services: {
      validations: { validation_errors: faults.map(validationError) },
      spoofing: { fake: false },
      classification: { doc_type: verification.front || verification.back ? 'EGY_NATIONAL_ID' : null },
      liveness: outcome.isLive ?? null,
      AML: { AML_matched: false, data: [] },
      SRC: outcome.civilStatus
        ? {
            isValid: false,
            errorCode: CIVIL_STATUS_CODE,
            errorKey: 'CivilStatusNotConfirmed',
            errorMessage: outcome.civilStatus,
          }
        : { isValid: true, errorCode: null, errorKey: null, errorMessage: null },
    },
    error_code: code,
    error_message: message,
  };
}

function validationError({ refusal, field, value, code, message }: CardFault): ValidationErrors[number] {
  const [number, sentence] = refusal ? REFUSALS[refusal] : [null, null];
  return { field, value, errors: [{ code: code ?? number, message: message ?? sentence }] };
}

/** Always there: the transaction's id is in it. */
function frontData({ id, front }: VerificationRow, isExtracted: boolean, now: Date): Schemas['IdFrontData'] {
  if (front === null || !isExtracted) return { transaction_id: id };
  const card = JSON.parse(front) as CardFront;
  const [first = '', ...last] = card.nameEnglish.split(' ');
  const read = readNationalId(card.nationalId, now);
  return {
    transaction_id: id,
    name: card.name,
    name_english: card.nameEnglish,
    first_name_english: first,
    last_names_english: last.join(' '),
    address: card.address,
    dateOfBirth: typeof read === 'number' ? null : read.dateOfBirth,
    idNumber: card.nationalId,
    gender: typeof read === 'number' ? null : read.gender,
  };
}

function backData({ back }: VerificationRow): Schemas['IdBackData'] {
  if (back === null) return null;
  const card = JSON.parse(back) as CardBack;
  return {
    maritalStatus: card.maritalStatus,
    job: card.job,
    jobTitle: card.job,
    religion: card.religion,
    husbandName: null,
    releaseDate: card.issuedOn,
    idExpiry: card.expiresOn,
    idNumber: card.nationalId,
    gender: card.gender,
  };
}
