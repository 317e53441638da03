import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { MonotonicClock } from '../clock.js';
import type { Metrics } from '../metrics/index.js';
import type { RejectionReason } from '../vlens/answer.js';
import { type FaultCode, VlensFault } from '../vlens/faults.js';
import type { PdfBytes } from '../vlens/http/contract-pdf.js';
import { type Said, say } from '../vlens/messages/words.js';
import { type VlensForCallers, vlensForCaller } from './caller.js';
import { isInUse } from './connection-in-use.js';
import { type CurrentRequest, currentRequest, idsOf, upstreamCost } from './current-request.js';
import { DownloadsInFlight } from './downloads-in-flight.js';
import { sendError } from './http-errors.js';
import { clientOf, type LoadShedder, RETRY_AFTER_SECONDS, TOO_BUSY } from './load-shedder.js';
import { whenClosed } from './when-closed.js';

/** The parts of the Vlens client that downloads need: the call that returns the PDF or its URL, and the fetch of that URL. */
export interface ContractPdfs extends VlensForCallers {
  /** Fetches a PDF without the tenant's ApiKey, if contracts may be at this URL. Throws a VlensFault. */
  downloadContractPdf(url: string, signal: AbortSignal): Promise<PdfBytes>;
}

export interface DownloadSettings {
  vlens: ContractPdfs;
  logger: Logger;
  clock: MonotonicClock;
  metrics: Pick<Metrics, 'countUpstream'>;
  loadShedder: Pick<LoadShedder, 'pressureFor'>;
}

/** `GET /contracts/{requestId}.pdf?securityHash=`: the contract, streamed as fast as the client reads it. */
export function contractDownload(server: FastifyInstance, settings: DownloadSettings): void {
  const downloads = new DownloadsInFlight();
  const refuseNow = (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header('retry-after', RETRY_AFTER_SECONDS);
    return refuse(request, reply, 503, TOO_BUSY.code, TOO_BUSY);
  };
  server.get('/contracts/:file', async (request, reply) => {
    if (settings.loadShedder.pressureFor(() => clientOf(request)) !== 'accept all')
      return refuseNow(request, reply);
    const current = currentRequest(request, reply);
    logWhenOver(settings, current, reply);
    const wanted = wantedContract(request);
    if (!wanted) return refuse(request, reply, 400, 'BAD_USER_INPUT');
    const { socket } = request.raw;
    const end = downloads.begin({
      from: current.address,
      requestId: wanted.requestId,
      // The download's own request is in flight until its answer is ready.
      get mayGo() {
        return !isInUse(socket);
      },
      letGo: () => socket.destroy(),
    });
    if (end === null) return refuseNow(request, reply);
    whenClosed(reply.raw, end);
    try {
      const vlens = vlensForCaller(settings.vlens, request.headers.authorization, current);
      const answer = await vlens.call('viewContractPdf', wanted);
      if (answer.kind === 'rejection') {
        setRetryAfter(reply, answer.retryAfterSeconds);
        const status = STATUS_BY_REASON[answer.reason] ?? 403;
        return refuse(request, reply, status, answer.reason, answer.refusedLocally && answer);
      }
      const source = answer.value;
      const pdf =
        source.kind === 'bytes'
          ? source
          : await settings.vlens.downloadContractPdf(source.url, current.signal);
      sendHeaders(reply, wanted.requestId, pdf.contentLength);
      if (request.method !== 'HEAD') return reply.send(pdf.body);
      // For HEAD, Fastify would read the whole body although nobody gets it, when the download no longer counts as in flight.
      pdf.body.destroy();
      return reply.send(Readable.from([]));
    } catch (error) {
      if (current.hasLeft) return reply.hijack();
      if (!(error instanceof VlensFault)) throw error;
      setRetryAfter(reply, error.details.retryAfterSeconds);
      return refuse(request, reply, STATUS_BY_FAULT[error.code], error.code, error.said);
    }
  });
}

const STATUS_BY_REASON: Partial<Record<RejectionReason, number>> = {
  NOT_FOUND: 404,
  LINK_EXPIRED: 410,
  INVALID_INPUT: 400,
  INVALID_CREDENTIALS: 401,
  TOO_MANY_ATTEMPTS: 429,
};

const STATUS_BY_FAULT: Record<FaultCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  UPSTREAM_INVALID_RESPONSE: 502,
  UPSTREAM_UNAVAILABLE: 503,
  UPSTREAM_TIMEOUT: 504,
  TENANT_CONFIGURATION: 503,
};

const SAID_BY_STATUS: Record<number, Said> = {
  400: say('contractAddressWrong', { path: '/contracts/{requestId}.pdf?securityHash=' }),
  401: say('credentialsRefused'),
  404: say('contractNotFound'),
  410: say('contractLinkExpired'),
};

const CONTRACT_FILE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.pdf$/i;
const MAX_HASH_CHARACTERS = 1024;

function wantedContract({
  params,
  query,
}: FastifyRequest): { requestId: string; securityHash: string } | null {
  const requestId = CONTRACT_FILE.exec(textAt(params, 'file'))?.[1]?.toLowerCase();
  const securityHash = textAt(query, 'securityHash');
  return requestId && securityHash && securityHash.length <= MAX_HASH_CHARACTERS
    ? { requestId, securityHash }
    : null;
}

function textAt(source: unknown, key: string): string {
  const value = typeof source === 'object' && source !== null ? Reflect.get(source, key) : undefined;
  return typeof value === 'string' ? value : '';
}

function sendHeaders(reply: FastifyReply, requestId: string, contentLength: number | null): void {
  reply.headers({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="contract-${requestId}.pdf"`,
    'cache-control': 'private, no-store',
    // The PDF is streamed from Vlens, so a request for a part would cost the whole download and the quota again.
    'accept-ranges': 'none',
    ...(contentLength === null ? {} : { 'content-length': contentLength }),
  });
}

function setRetryAfter(reply: FastifyReply, seconds: number | undefined): void {
  if (seconds !== undefined) void reply.header('retry-after', Math.ceil(seconds));
}

/** @param ours the gateway's own message; a message of Vlens may contain anything */
function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  code: string,
  ours: Said | undefined = undefined,
) {
  const said = ours ?? SAID_BY_STATUS[status] ?? say('contractRefused');
  sendError(request, reply, status, { ...said, code });
  return reply;
}

/** Logs the download when it is over, without the URL: its hash opens the contract. */
function logWhenOver(settings: DownloadSettings, current: CurrentRequest, reply: FastifyReply): void {
  const { logger, clock, metrics } = settings;
  const startedAt = clock.monotonicNow();
  reply.raw.once('close', () => {
    // If its client has left, the call ends after this.
    current.isCountedBy(metrics.countUpstream);
    logger.info(
      {
        ...idsOf(current),
        status: reply.raw.statusCode,
        durationMs: Math.round(clock.monotonicNow() - startedAt),
        upstream: upstreamCost(current),
        ...(current.hasLeft ? { clientLeft: true } : {}),
      },
      'contract download',
    );
  });
}
