import type { VlensApi } from '../api.js';
import { bodyText } from '../body-text.js';
import type { Calls } from '../calls.js';
import { pdfBytes } from '../contract-pdf.js';
import { answer, readEnvelope } from '../envelope.js';
import { httpUrlUnder, securityHashOf } from '../links.js';
import { readable } from './data.js';
import { moment } from './moment.js';

export function contractOperations(
  calls: Calls,
): Pick<VlensApi, 'generateSignContractLink' | 'viewContractPdf'> {
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
