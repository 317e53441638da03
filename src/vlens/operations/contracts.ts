import type { Answer, Rejection } from '../answer.js';
import { linkNotAccepted, tokenNotAcceptedOrMissing } from '../faults.js';
import { bodyText } from '../http/body-text.js';
import { pdfBytes } from '../http/contract-pdf.js';
import { say } from '../messages/words.js';
import { type AttemptLimits, decodeData, type ReadOperation, type StepOperation } from '../operation.js';
import { ownRejection } from '../own-rejection.js';
import { readable } from '../read/data.js';
import { answer } from '../read/envelope.js';
import { httpUrlUnder, securityHashOf } from '../read/links.js';
import { filledText, integer } from '../read/values.js';
import { type DataOf, objectAs } from '../read/wire.js';
import type { ContractPdfSource, GenerateSigningLink, OpenSigningSession, SigningSession } from '../types.js';
import { link } from './about.js';
import { STEP, STEP_OF_USER } from './families.js';
import { moment } from './moment.js';

type WireSigningSession = DataOf<'openSigningSession'>;

/** Counted by request and by guesser: a guesser with wrong hashes must not lock out the request's own signer. */
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
  ...STEP_OF_USER,
  route: 'POST /api/BusinessRequest/GenerateSignContractLink',
  pictures: 'none',
  unknownOutcome: 'requestLinkAgain',
  limits: 'the tenant',
  attemptLimits: 'none',
  field: { name: 'Mutation.generateSigningLink', maxPerOperation: 'unlimited' },
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
  ...STEP,
  route: 'POST /api/BusinessRequest/OpenSigningSession',
  mayCall: 'apiKey',
  pictures: 'none',
  unknownOutcome: 'openLinkAgain',
  limits: 'the person',
  attemptLimits: BY_LINK,
  about: { of: ({ requestId, securityHash }) => link(requestId, securityHash) },
  unauthorized: linkNotAccepted,
  field: { name: 'Mutation.openSigningSession', maxPerOperation: 1 },
  encode: ({ requestId, securityHash }) => ({ body: { requestId, securityHash } }),
  decode: {
    from: 'response',
    accept: 'application/json',
    async read(response, _deadline, wordings, _tenant, envelopeOf) {
      const body = await bodyText(response);
      const { status } = response;
      // A Vlens that has this operation answers an unknown link with an envelope. That counts as a guess.
      if (status === 404 && ENVELOPE.test(body)) return NOT_EXCHANGED;
      if (status === 404 || status === 405) return { ...NOT_EXCHANGED, isNoFailedAttempt: true };
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
  // Published with a bearer token. A browser with a contract's link knows only the hash, which a tenant may accept.
  mayCall: 'apiKey or token',
  effect: 'read',
  priority: 'read',
  limits: 'the tenant',
  // The answer may be a stream, which can have only one reader.
  cache: 'never',
  // Counted together with openSigningSession, since the hash is the same.
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
    /** The bytes as a stream if Vlens sends them, or else the address in the envelope. */
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
const NOT_EXCHANGED: Rejection = ownRejection('OTHER', say('linkNotExchanged'));
/** A Vlens without this operation sends an empty answer or a page. */
const ENVELOPE = /^\s*\{/;

function readSigningSession(data: unknown): SigningSession {
  const sent = objectAs<WireSigningSession>(data);
  const accessToken = readable(filledText(sent?.accessToken));
  return { accessToken, expiresInSeconds: integer(sent?.expiresInSeconds) };
}
