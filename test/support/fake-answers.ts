import { aBusinessRequest, aFormField, aProductType, aUser, envelope, type WireRequest } from './builders.js';
import { customerAnswers } from './fake-customer-answers.js';
import type { Endpoint, FakeAnswer, FakeCall, FakeUpstream } from './fake-upstream.js';

/** What the fake answers where a test scripted nothing: everything goes well, as in the contract's examples. */
export function defaultAnswers(upstream: FakeUpstream): Record<Endpoint, (call: FakeCall) => FakeAnswer> {
  const { requests, largestPage, url } = upstream;
  return {
    ...customerAnswers(),
    listProductTypes: () => ({ body: envelope([aProductType()]) }),
    getFormFields: () => ({
      body: envelope({ id: 101, name: 'Application', requestsFields: [aFormField()] }),
    }),
    checkEligibility: () => ({
      body: envelope({
        isEligible: true,
        isDigitalIdentityVerified: true,
        hasPendingRequest: false,
        isEmailConfirmed: true,
      }),
    }),
    createBusinessRequest: () => ({
      body: envelope(aBusinessRequest({ requeststatus: 1, requestStatusName: 'Pending Approval' })),
    }),
    getCurrentBusinessRequest: () => ({ body: envelope(requests[0] ?? null) }),
    listBusinessRequests: (call) => ({ body: pageOf(requests, largestPage, call, (request) => request) }),
    listBusinessRequestIds: (call) => ({ body: pageOf(requests, largestPage, call, summaryOf) }),
    getBusinessRequestById: ({ params }) => ({
      body: envelope(requests.find(({ id }) => id === params.id) ?? null),
    }),
    stepRequestOtp: () => ({ body: envelope({ otpRequestId: 'otp-request-1' }) }),
    stepReValidateLiveness: () => ({ body: envelope('Liveness was re-validated.') }),
    stepValidateOtp: () => ({ body: envelope(`${url}/pay/1`) }),
    stepValidatePayment: () => ({ body: envelope('The contract is activated.') }),
    generateSignContractLink: ({ body }) => ({
      body: envelope(`${url}/sign?RequestId=${fieldOf(body, 'requestId')}&SecurityHash=hash-1`),
    }),
    viewContractPdf: () => ({
      headers: { 'content-type': 'application/pdf' },
      body: Buffer.from('%PDF-1.7\nthe contract\n%%EOF'),
    }),
    openSigningSession: () => ({ body: envelope({ accessToken: 'link-token', expiresInSeconds: 900 }) }),
    login: () => ({
      body: envelope({
        accessToken: 'user-token',
        hasPendingRequest: false,
        isPhoneNumberConfirmationRequired: false,
        isPhoneNumberConfirmed: true,
        phoneNumberOtpRequestId: null,
        isDigitalIdentityVerified: true,
        user: aUser(),
      }),
    }),
  };
}

function pageOf<T>(
  all: WireRequest[],
  largestPage: number,
  { query }: FakeCall,
  form: (each: WireRequest) => T,
) {
  const skip = Number(query.SkipCount ?? 0);
  const items = all.slice(skip, skip + Math.min(Number(query.MaxResultCount ?? largestPage), largestPage));
  return envelope(items.map(form), { totalCount: all.length, returnedCount: items.length });
}

/** The light list knows no more than this of a request. */
function summaryOf(request: WireRequest) {
  const { id, typeName, type, contractTypeId, contractTypeName, idNumber } = request;
  const { requestNumber, fullName, requeststatus, requestStatusName, creationTime } = request;
  return {
    ...{ id, typeName, type, contractTypeId, contractTypeName, idNumber },
    ...{ requestNumber, fullName, requeststatus, requestStatusName, creationTime },
  };
}

function fieldOf(body: unknown, name: string): string {
  return typeof body === 'object' && body !== null ? String(Reflect.get(body, name)) : '';
}
