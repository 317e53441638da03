import type { components } from '../../openapi/vlens.js';
import type { BusinessRequest, CreatedRequest, RequestId, RequestSummary } from '../types.js';
import { utcText } from './dates.js';
import { readFormFields } from './form-fields.js';
import { readPerson, readSigner } from './people.js';
import { readStatus } from './status.js';
import { EMPTY_UUID, filledText, flag, integer, text, uuid } from './values.js';
import { objectAs, readEach, type Wire } from './wire.js';

type WireRequest = components['schemas']['BusinessRequest'];
type WireSummary = components['schemas']['BusinessRequestSummary'];
type WireDocument = NonNullable<WireRequest['documents']>[number];

/** The maximal depth of requests within requests. Deeper ones are left out. */
const DEEPEST = 8;

/** A request from CurrentListIds. Null if it has no usable id, since nobody could read it. */
export function readSummary(value: unknown): RequestSummary | null {
  const sent = objectAs<WireSummary>(value);
  const id = requestId(sent?.id);
  if (!sent || !id) return null;
  return {
    id,
    requestNumber: text(sent.requestNumber),
    ...readStatus(sent.requeststatus, sent.requestStatusName),
    typeName: text(sent.typeName),
    contractTypeId: integer(sent.contractTypeId),
    contractTypeName: text(sent.contractTypeName),
    fullName: text(sent.fullName),
    idNumber: text(sent.idNumber),
    createdAt: utcText(sent.creationTime),
  };
}

/** The names of a request's fields in the full endpoints. Create may send them or not. */
const SENT_AS: Record<keyof BusinessRequest, readonly (keyof WireRequest)[]> = {
  id: ['id'],
  requestNumber: ['requestNumber'],
  status: ['requeststatus', 'requestStatusName'],
  statusCode: ['requeststatus'],
  statusName: ['requestStatusName'],
  typeName: ['typeName'],
  contractTypeId: ['contractTypeId'],
  contractTypeName: ['contractTypeName'],
  fullName: ['fullName'],
  idNumber: ['idNumber'],
  createdAt: ['creationTime'],
  updatedAt: ['lastModificationTime'],
  formFields: ['requestFields'],
  documents: ['documents'],
  user: ['user'],
  signers: ['customerSigners'],
  terms: ['confirmationMessage', 'contractDocument', 'coverPage', 'generalTC'],
  financing: ['amount', 'totalAmount', 'periodValue'],
  paymentRequired: ['hasPaymentCheckPerRequestFeature'],
  relatedRequests: ['relatedBusinessRequest'],
};

/** The answer to Create, and which fields of the request it contains; null if it has no usable id. */
export function readCreatedRequest(value: unknown): CreatedRequest | null {
  const request = readBusinessRequest(value);
  const sent = objectAs<WireRequest>(value);
  if (!request || !sent) return null;
  // An answer without a status is the short form. In it, .NET also writes fields that it has not filled.
  const isShort = request.status === 'UNKNOWN' && !request.statusName?.trim();
  const isFilledIn = (value: unknown) => (isShort ? isFilled(value) : value !== undefined);
  const fields = Object.keys(SENT_AS) as (keyof BusinessRequest)[];
  return { request, known: fields.filter((field) => SENT_AS[field].some((key) => isFilledIn(sent[key]))) };
}

function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== 0 && value !== false && (objectAs(value) !== null || filledText(value) !== null);
}

/** Whether this is the object that .NET writes for a missing request. */
export function isUnfilledRequest(value: unknown): boolean {
  return objectAs<WireSummary>(value)?.id === EMPTY_UUID;
}

/** A full request; null if it has no usable id. */
export function readBusinessRequest(value: unknown, depth = 0): BusinessRequest | null {
  const summary = readSummary(value);
  const sent = objectAs<WireRequest>(value);
  if (!summary || !sent || depth > DEEPEST) return null;
  return {
    ...summary,
    updatedAt: utcText(sent.lastModificationTime),
    formFields: readFormFields(sent.requestFields),
    documents: readEach(sent.documents, readDocument),
    user: readPerson(sent.user),
    signers: readEach(sent.customerSigners, readSigner),
    terms: readTerms(sent),
    financing: readFinancing(sent),
    paymentRequired: flag(sent.hasPaymentCheckPerRequestFeature),
    relatedRequests: readEach(sent.relatedBusinessRequest, (entry) => readBusinessRequest(entry, depth + 1)),
  };
}

function requestId(value: unknown): RequestId | null {
  const id = uuid(value);
  return isRequestId(id) ? id : null;
}

/** A type guard for the compiler: `uuid` has made the check. */
function isRequestId(id: string | null): id is RequestId {
  return id !== null;
}

export type ContractDocument = NonNullable<ReturnType<typeof readDocument>>;

function readDocument(value: unknown) {
  const sent = objectAs<WireDocument>(value);
  return (
    sent && {
      order: integer(sent.order),
      title: text(sent.title),
      content: text(sent.content),
      signature: text(sent.signature),
      isHtml: flag(sent.isHtml) ?? false,
    }
  );
}

export type ContractTerms = NonNullable<ReturnType<typeof readTerms>>;

/** Null if none of its texts was sent. */
function readTerms(sent: Wire<WireRequest>) {
  return unlessAllNull({
    confirmationMessage: text(sent.confirmationMessage),
    contractDocument: text(sent.contractDocument),
    coverPage: text(sent.coverPage),
    general: text(sent.generalTC),
    technical: text(sent.technicalTC),
    financial: text(sent.financialTC),
    kycConfirmation: text(sent.kycConfirmation),
    promissoryNote: text(sent.promissoryNote),
    customerSignature: text(sent.customerSignature),
    contractSignerSignature: text(sent.contractSignerSignature),
  });
}

export type Financing = NonNullable<ReturnType<typeof readFinancing>>;

/** Null if none of its values was sent. */
function readFinancing(sent: Wire<WireRequest>) {
  return unlessAllNull({
    amount: text(sent.amount),
    periodValue: text(sent.periodValue),
    periodUnit: text(sent.periodUnit),
    installmentValue: text(sent.installmentValue),
    installmentValueNumber: text(sent.installmentValueNumber),
    totalAmount: text(sent.totalAmount),
    totalAmountNumber: text(sent.totalAmountNumber),
    installmentsNo: text(sent.installmentsNo),
    firstInstallmentDate: text(sent.firstInstallmentDate),
  });
}

function unlessAllNull<T extends object>(values: T): T | null {
  return Object.values(values).every((value) => value === null) ? null : values;
}
