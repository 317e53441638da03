import { pipeline, type Readable } from 'node:stream';
import { firstEvent } from '../../first-event.js';
import { invalidResponse, notAContractsAddress, unavailable } from '../faults.js';
import { httpUrl } from '../read/links.js';
import { type BodyBounds, BoundedBody } from './bounded-body.js';
import { throwFailure } from './call-failures.js';
import { contractAddress } from './contract-hosts.js';
import { exchange } from './exchange.js';
import type { HttpResponse } from './transport.js';
import { type Upstream, USER_AGENT } from './upstream.js';

/** A contract's bytes, as a stream. */
export interface PdfBytes {
  body: Readable;
  /** Null if it was not sent, or is the length of a compressed body. */
  contentLength: number | null;
}

/**
 * Fetches a contract from the address that ViewContractPdf named. The host may be anybody's, so the request contains neither the ApiKey nor
 * a token, follows no redirect, and goes only to an allowed address. The time limit ends with the first bytes; the signal can abort the
 * whole download.
 * @throws VlensFault if the answer is no PDF; CallAborted if the signal ended the download
 */
export async function downloadPdf(
  upstream: Pick<Upstream, 'baseUrl' | 'transport' | 'timeoutMs' | 'contractHosts' | 'contractBounds'>,
  address: string,
  signal: AbortSignal,
): Promise<PdfBytes> {
  const { baseUrl, contractHosts, contractBounds } = upstream;
  const url = httpUrl(address);
  const allowed = url === null ? null : contractAddress(url, { baseUrl, allowed: contractHosts });
  if (!allowed) throw notAContractsAddress();
  const headers = { Accept: 'application/pdf', 'User-Agent': USER_AGENT };
  const request = { method: 'GET', ...allowed, headers, isStreamed: true } as const;
  return exchange(upstream, signal, request, async (response, deadline) => {
    const { status } = response;
    const pdf = status === 200 ? await pdfBytes(response, contractBounds) : null;
    if (!pdf) throw status >= 500 ? unavailable({ status }) : invalidResponse({ status });
    deadline.stopTheClock();
    return pdf;
  });
}

/**
 * The response as a PDF, recognized by its first bytes whatever its content type; null if it is none. The body fails if it exceeds the
 * bounds.
 */
export async function pdfBytes(
  { header, body }: Pick<HttpResponse, 'header' | 'body'>,
  bounds: BodyBounds,
): Promise<PdfBytes | null> {
  const start = await peek(body, PDF_MARK.length).catch(throwFailure);
  if (!start.subarray(0, PDF_MARK.length).equals(PDF_MARK)) return null;
  const length = header('content-encoding') === null ? (header('content-length') ?? '') : '';
  const bounded = new BoundedBody(bounds);
  pipeline(body, bounded, () => undefined);
  return { body: bounded, contentLength: /^\d+$/.test(length) ? Number(length) : null };
}

const PDF_MARK = Buffer.from('%PDF-');

/** At least the first `count` bytes, which also stay in the body. A body that is shorter is used up. */
async function peek(body: Readable, count: number): Promise<Buffer> {
  let start = Buffer.alloc(0);
  while (!body.readableEnded) {
    const chunk: unknown = body.read();
    if (chunk instanceof Uint8Array) {
      start = Buffer.concat([start, chunk]);
      if (start.length < count) continue;
      body.unshift(start);
      return start;
    }
    if (body.destroyed) throw body.errored ?? new Error('The body ended before its end.');
    await firstEvent(body, 'readable', 'end', 'close');
  }
  return start;
}
