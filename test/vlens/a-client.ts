import { systemClock } from '../../src/clock.js';
import type { Answer } from '../../src/vlens/answer.js';
import { UNOBSERVED, type UpstreamCall, type VlensCaller } from '../../src/vlens/caller.js';
import { type CallerKey, CallerKeys } from '../../src/vlens/caller-keys.js';
import { downloadPdf } from '../../src/vlens/http/contract-pdf.js';
import { TenantWatch } from '../../src/vlens/http/tenant-watch.js';
import {
  closeUpstream,
  createUpstream,
  cutOff,
  type UpstreamSettings,
} from '../../src/vlens/http/upstream.js';
import { VlensHttp } from '../../src/vlens/http/vlens-http.js';
import { Pipeline, type PipelineParts } from '../../src/vlens/pipeline.js';
import { NodeFetchTransport } from '../../src/vlens/transports/node-fetch.js';
import type { TransportName } from '../../src/vlens/transports/open-transport.js';
import { UndiciTransport } from '../../src/vlens/transports/undici.js';
import { REQUEST_ID } from '../support/builders.js';
import type { FakeUpstream } from '../support/fake-upstream.js';
import { operationsOf, type VlensOperations } from '../support/vlens-operations.js';

export const API_KEY = 'tenant-api-key';
export const TOKEN = 'caller-token';
/** What a step needs that is sent once. */
export const PAYMENT = {
  requestId: REQUEST_ID,
  geoLocation: { latitude: 30, longitude: 31 },
  userDeviceUtcTime: new Date('2026-11-23T12:00:00Z'),
};

const OVER = { 'node-fetch': NodeFetchTransport, undici: UndiciTransport };

export interface TestClient {
  /** Spoken for a caller with a token who stays. */
  api: VlensOperations;
  /** What the calls of `api` reported. */
  reported: UpstreamCall[];
  /** The same upstream for another caller. */
  apiFor(caller: Partial<VlensCaller>): VlensOperations;
  download(url: string, signal: AbortSignal): ReturnType<typeof downloadPdf>;
  stepsInFlight(): number;
  cut(): void;
  close(): Promise<void>;
}

/** Of a way to Vlens without limits, retries and a breaker. */
export function someSettings(baseUrl: string): UpstreamSettings {
  return {
    baseUrl,
    apiKey: 'key',
    timeoutMs: 5000,
    livenessErrorCodes: [],
    quota: { perSecond: 0, perMinute: 0, maxReadWaitMs: 3000 },
    shared: null,
    verifier: null,
    callerKeys: new CallerKeys(),
    retryShare: 0,
    breaker: { failures: 0, firstPauseMs: 0, longestPauseMs: 0 },
    contractHosts: null,
    tenantWatch: new TenantWatch(),
    passesLanguage: false,
  };
}

/** The pipeline, without middleware unless some is given, in front of a fake upstream, over one of the transports. */
export function aClient(
  { url }: FakeUpstream,
  settings: Partial<UpstreamSettings> = {},
  transportName: TransportName = 'node-fetch',
  middleware: Partial<PipelineParts> = {},
): TestClient {
  const reported: UpstreamCall[] = [];
  const upstream = createUpstream(
    {
      ...someSettings(url),
      apiKey: API_KEY,
      ...settings,
    },
    new OVER[transportName](),
    systemClock,
  );
  const pipeline = new Pipeline({ ...middleware, send: new VlensHttp(upstream).send });
  const observer = { ...UNOBSERVED, call: (call: UpstreamCall) => void reported.push(call) };
  const apiFor = (caller: Partial<VlensCaller>) =>
    operationsOf(
      pipeline.for({
        token: TOKEN,
        key: String(caller.token ?? TOKEN) as CallerKey,
        signal: new AbortController().signal,
        observer,
        ...caller,
      }),
    );
  return {
    api: apiFor({}),
    reported,
    apiFor,
    download: (address, signal) => downloadPdf(upstream, address, signal),
    stepsInFlight: () => upstream.stepsInFlight.count,
    cut: () => cutOff(upstream),
    close: () => closeUpstream(upstream),
  };
}

/** The value of an accepted answer; anything else fails the test. */
export function accepted<T>(answer: Answer<T> | { kind: 'livenessNeeded' }): T {
  if (answer.kind !== 'accepted') throw new Error(`Not accepted: ${JSON.stringify(answer)}`);
  return answer.value;
}
