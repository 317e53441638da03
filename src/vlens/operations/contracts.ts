import type { operations } from '../../openapi/vlens.js';
import type { Rejection } from '../answer.js';
import type { VlensApi } from '../api.js';
import { bodyText } from '../body-text.js';
import type { Calls } from '../calls.js';
import { pdfBytes } from '../contract-pdf.js';
import { answer, readEnvelope } from '../envelope.js';
import { httpUrlUnder, securityHashOf } from '../links.js';
import { filledText, integer } from '../read/values.js';
import { objectAs } from '../read/wire.js';
import type { SigningSession } from '../types.js';
import { readable } from './data.js';
import { moment } from './moment.js';

type WireSession = NonNullable<
  operations['openSigningSession']['responses'][200]['content']['application/json']['data']
>;

export function contractOperations(
  calls: Calls,
): Pick<VlensApi, 'generateSignContractLink' | 'openSigningSession' | 'viewContractPdf'> {
  return {
    generateSignContractLink: (input) =>
      calls.ask(
        'generateSignContractLink',
        { body: { ...moment(input), requestId: input.requestId } },
        (data) => {
          const url = readable(httpUrlUnder(calls.baseUrl, data));
          return { url, securityHash: securityHashOf(url) };
        },
      ),

    openSigningSession: ({ requestId, securityHash }) =>
      calls.open('openSigningSession', { body: { requestId, securityHash } }, async (response) => {
        const body = await bodyText(response);
        if (response.status === 404 || response.status === 405) return NO_EXCHANGE;
        return answer('openSigningSession', readEnvelope(response.status, body), readSigningSession);
      }),

    /** The bytes themselves where Vlens sends them, unread; else the address in the envelope. */
    viewContractPdf: (requestId, securityHash) =>
      calls.open(
        'viewContractPdf',
        { query: { RequestId: requestId, SecurityHash: securityHash } },
        async (response, deadline) => {
          const pdf = response.status < 300 ? await pdfBytes(response, calls.contractBounds) : null;
          if (pdf) {
            deadline.stopTheClock();
            return { kind: 'accepted', value: { kind: 'bytes', ...pdf } };
          }
          const envelope = readEnvelope(response.status, await bodyText(response));
          return answer('viewContractPdf', envelope, (data) => ({
            kind: 'url',
            url: readable(httpUrlUnder(calls.baseUrl, data)),
          }));
        },
      ),
  };
}

/** Vlens's own API has no such operation. */
const NO_EXCHANGE: Rejection = {
  kind: 'rejection',
  reason: 'OTHER',
  message:
    'This Vlens opens no session for a signing link: the app that opened the page hands its user’s token over.',
  errorCode: null,
  fieldErrors: [],
  paymentUrl: null,
};

function readSigningSession(data: unknown): SigningSession {
  const sent = objectAs<WireSession>(data);
  const accessToken = readable(filledText(sent?.accessToken));
  return { accessToken, expiresInSeconds: integer(sent?.expiresInSeconds) };
}
