import { z } from 'zod';
import { VlensFault } from '../../../src/vlens/faults.js';
import type { Envelope } from '../../../src/vlens/read/envelope.js';
import type {
  BusinessRequest,
  FormField,
  FormFieldOption,
  Person,
  ProductType,
  RequestId,
  RequestSummary,
  Signer,
  UtcText,
} from '../../../src/vlens/types.js';

/** What `src/vlens/types.ts` declares, to be held against what the readers made at run time. */

const text = z.string().nullable();
const whole = z.int32().nullable();
/** GraphQL’s DateTime is RFC 3339, which has no years but those of four digits. */
export const momentShape = z
  .custom<UtcText>((value) => typeof value === 'string' && new Date(value).toISOString() === value)
  .refine((text) => /^\d{4}-/.test(text))
  .nullable();

export const envelopeShape: z.ZodType<Envelope> = z.strictObject({
  verdict: z.union([z.literal(['accepted', 'refused']), z.instanceof(VlensFault)]),
  isNotFound: z.boolean(),
  data: z.unknown().refine((data) => data !== undefined),
  services: z.unknown().refine((services) => services !== undefined),
  errorCode: whole.refine((code) => code !== 0),
  message: z.string().min(1).nullable(),
  fieldErrors: z.array(z.strictObject({ field: z.string(), message: z.string().min(1) })),
  totalCount: z.int32().min(0).nullable(),
});

export const productTypeShape: z.ZodType<ProductType> = z.strictObject({
  id: z.int32(),
  name: text,
  typeId: whole,
  typeName: text,
});

export const formFieldShape: z.ZodType<FormField> = z.strictObject({
  key: z.string().min(1),
  order: whole,
  typeName: text,
  ...{ label: text, labelAr: text, groupTitle: text, groupTitleAr: text },
  value: text,
  values: z.array(z.string()),
  table: z.array(z.array(z.string())),
  firstRowIsHeader: z.boolean(),
  ...{ defaultValue: text, defaultValueAr: text },
  options: z.array(z.lazy(() => optionShape)),
  ...{ visibleToUser: z.boolean(), convertNumbersToArabic: z.boolean() },
  ...{ parentKey: text, parentValue: text },
  relatedFields: z.array(z.lazy(() => formFieldShape)),
});

const optionShape: z.ZodType<FormFieldOption> = z.strictObject({
  optionId: whole,
  name: z.string().min(1),
  relatedFields: z.array(formFieldShape),
});

export const personShape: z.ZodType<Person> = z.strictObject({
  userId: whole,
  ...{ name: text, surname: text, fullName: text, userName: text },
  ...{ emailAddress: text, phoneNumber: text, idNumber: text, address: text },
});

export const signerShape: z.ZodType<Signer> = z.strictObject({
  person: personShape.nullable(),
  isSigned: z.boolean(),
});

const STATUSES = [
  ...(['PENDING_APPROVAL', 'APPROVED', 'REJECTED', 'CUSTOMER_PARTIALLY_SIGNED', 'CUSTOMER_SIGNED'] as const),
  ...(['SERVICE_PROVIDER_PARTIALLY_SIGNED', 'SERVICE_PROVIDER_SIGNED', 'COMPLETED', 'UNKNOWN'] as const),
] as const;

const summary = z.strictObject({
  id: z.custom<RequestId>(
    (id) => typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){4}[0-9a-f]{8}$/.test(id),
  ),
  requestNumber: text,
  ...{ status: z.literal(STATUSES), statusCode: whole, statusName: text },
  ...{ typeName: text, contractTypeId: whole, contractTypeName: text, fullName: text, idNumber: text },
  createdAt: momentShape,
});
export const summaryShape: z.ZodType<RequestSummary> = summary;

export const businessRequestShape: z.ZodType<BusinessRequest> = summary.extend({
  updatedAt: momentShape,
  formFields: z.array(formFieldShape),
  documents: z.array(
    z.strictObject({ order: whole, title: text, content: text, signature: text, isHtml: z.boolean() }),
  ),
  user: personShape.nullable(),
  signers: z.array(signerShape),
  terms: z
    .strictObject({
      ...{ confirmationMessage: text, contractDocument: text, coverPage: text },
      ...{ general: text, technical: text, financial: text, kycConfirmation: text, promissoryNote: text },
      ...{ customerSignature: text, contractSignerSignature: text },
    })
    .nullable(),
  financing: z
    .strictObject({
      ...{ amount: text, periodValue: text, periodUnit: text, totalAmount: text, totalAmountNumber: text },
      ...{ installmentValue: text, installmentValueNumber: text, installmentsNo: text },
      firstInstallmentDate: text,
    })
    .nullable(),
  paymentRequired: z.boolean().nullable(),
  relatedRequests: z.array(z.lazy(() => businessRequestShape)),
});
