import type { operations } from '../../openapi/vlens.js';
import type { Answer, Rejection } from '../answer.js';
import { linkNotAccepted, tokenNotAccepted, tokenNotAcceptedOrMissing } from '../faults.js';
import { bodyText } from '../http/body-text.js';
import { pdfBytes } from '../http/contract-pdf.js';
import { say } from '../messages/words.js';
import {
  type AttemptLimits,
  decodeData,
  GENERAL_WORDINGS,
  type ReadOperation,
  type StepOperation,
} from '../operation.js';
import { readable } from '../read/data.js';
import { answer } from '../read/envelope.js';
import { httpUrlUnder, securityHashOf } from '../read/links.js';
import { filledText, integer } from '../read/values.js';
import { objectAs } from '../read/wire.js';
import type { ContractPdfSource, GenerateSigningLink, OpenSigningSession, SigningSession } from '../types.js';
import { link } from './about.js';
import { moment } from './moment.js';

type WireSession = NonNullable<
  operations['openSigningSession']['responses'][200]['content']['application/json']['data']
>;

/** By request, and by who guesses: who tries wrong hashes must not lock out the request's own signer. */
const BY_LINK: AttemptLimits<{ requestId: string; securityHash: string }> = {
  of: 'signing link',
  keys: ({ requestId, securityHash }, { address, token, key }) => ({
    request: requestId,
    link: securityHash,
    address,
    ...(token === null ? {} : { caller: key }),
  }),
  counts: 'failures',
  lostAnswers: 'do not count',
};

export const generateSignContractLink: StepOperation<
  'generateSignContractLink',
  GenerateSigningLink,
  Answer<{ url: string; securityHash: string | null }>
> = {
  route: 'POST /api/BusinessRequest/GenerateSignContractLink',
  mayCall: 'user token',
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  pictures: 'none',
  unknownOutcome: 'requestLinkAgain',
  priority: 'signing',
  limits: 'the tenant',
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Mutation.generateSigningLink', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: (input) => ({ body: { ...moment(input), requestId: input.requestId } }),
  decode: decodeData((data, _envelope, { baseUrl }) => {
    const url = readable(httpUrlUnder(baseUrl, data));
    return { url, securityHash: securityHashOf(url) };
  }),
};

export const openSigningSession: StepOperation<
  'openSigningSession',
  OpenSigningSession,
  Answer<SigningSession>
> = {
  route: 'POST /api/BusinessRequest/OpenSigningSession',
  mayCall: 'apiKey',
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  pictures: 'none',
  unknownOutcome: 'openLinkAgain',
  priority: 'signing',
  limits: 'the person',
  attemptLimits: BY_LINK,
  about: { of: ({ requestId, securityHash }) => link(requestId, securityHash) },
  unauthorized: linkNotAccepted,
  field: { name: 'Mutation.openSigningSession', maxPerOperation: 1 },
  wordings: GENERAL_WORDINGS,
  encode: ({ requestId, securityHash }) => ({ body: { requestId, securityHash } }),
  decode: {
    from: 'response',
    accept: 'application/json',
    async read(response, _deadline, wordings, _tenant, envelopeOf) {
      const body = await bodyText(response);
      if (response.status === 404 || response.status === 405) return NO_EXCHANGE;
      return answer(wordings, envelopeOf(body), readSigningSession);
    },
  },
};

export const viewContractPdf: ReadOperation<
  'viewContractPdf',
  { requestId: string; securityHash: string },
  Answer<ContractPdfSource>
> = {
  route: 'GET /api/BusinessRequest/ViewContractPdf',
  // Published with a bearer; a browser knows of a contract's link only its hash, and a tenant may take that.
  mayCall: 'apiKey or token',
  effect: 'read',
  priority: 'read',
  limits: 'the tenant',
  // The answer may be a stream, which has one reader.
  cache: 'never',
  // The same hash as that of the exchange, on the same count.
  attemptLimits: BY_LINK,
  about: { of: ({ requestId, securityHash }) => link(requestId, securityHash) },
  unauthorized: tokenNotAcceptedOrMissing,
  field: { name: 'Query.contractPdf', maxPerOperation: 'unlimited' },
  wordings: { LINK_EXPIRED: [/\bexpired\b/, /منته|انته/] },
  encode: ({ requestId, securityHash }) => ({
    query: { RequestId: requestId, SecurityHash: securityHash },
  }),
  decode: {
    from: 'response',
    accept: 'application/json, application/pdf',
    /** The bytes themselves where Vlens sends them, unread; else the address in the envelope. */
    async read(response, deadline, wordings, { baseUrl, contractBounds }, envelopeOf) {
      const pdf = response.status < 300 ? await pdfBytes(response, contractBounds) : null;
      if (pdf) {
        deadline.stopTheClock();
        return { kind: 'accepted', value: { kind: 'bytes', ...pdf } };
      }
      const envelope = envelopeOf(await bodyText(response));
      return answer(wordings, envelope, (data) => ({
        kind: 'url',
        url: readable(httpUrlUnder(baseUrl, data)),
      }));
    },
  },
};

/** Vlens's own API has no such operation. */
const NO_EXCHANGE: Rejection = {
  kind: 'rejection',
  reason: 'OTHER',
  ...say('linkNotExchanged'),
  errorCode: null,
  fieldErrors: [],
  paymentUrl: null,
};

function readSigningSession(data: unknown): SigningSession {
  const sent = objectAs<WireSession>(data);
  const accessToken = readable(filledText(sent?.accessToken));
  return { accessToken, expiresInSeconds: integer(sent?.expiresInSeconds) };
}
