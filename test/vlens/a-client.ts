import type { Answer } from '../../src/vlens/answer.js';
import type { UpstreamCall, VlensApi, VlensCaller } from '../../src/vlens/api.js';
import { VlensClient, type VlensSettings } from '../../src/vlens/client.js';
import { NodeFetchTransport } from '../../src/vlens/transports/node-fetch.js';
import type { TransportName } from '../../src/vlens/transports/open-transport.js';
import { UndiciTransport } from '../../src/vlens/transports/undici.js';
import type { FakeUpstream } from '../support/fake-upstream.js';

export const API_KEY = 'tenant-api-key';
export const TOKEN = 'caller-token';

const OVER = { 'node-fetch': NodeFetchTransport, undici: UndiciTransport };

export interface TestClient {
  client: VlensClient;
  /** Spoken for a caller with a token who stays. */
  api: VlensApi;
  /** What the calls of `api` reported. */
  reported: UpstreamCall[];
  /** The same upstream for another caller. */
  apiFor(caller: Partial<VlensCaller>): VlensApi;
}

/** The real client in front of a fake upstream, over one of the transports. */
export function aClient(
  upstream: FakeUpstream,
  settings: Partial<VlensSettings> = {},
  transport: TransportName = 'node-fetch',
): TestClient {
  const reported: UpstreamCall[] = [];
  const client = new VlensClient(
    {
      baseUrl: upstream.url,
      apiKey: API_KEY,
      timeoutMs: 5000,
      livenessErrorCodes: [],
      quota: { perSecond: 0, perMinute: 0, maxReadWaitMs: 3000 },
      ...settings,
    },
    new OVER[transport](),
  );
  const apiFor = (caller: Partial<VlensCaller>) =>
    client.for({
      token: TOKEN,
      signal: new AbortController().signal,
      onCall: (call) => reported.push(call),
      ...caller,
    });
  return { client, api: apiFor({}), reported, apiFor };
}

/** The value of an accepted answer; anything else fails the test. */
export function accepted<T>(answer: Answer<T> | { kind: 'livenessNeeded' }): T {
  if (answer.kind !== 'accepted') throw new Error(`Not accepted: ${JSON.stringify(answer)}`);
  return answer.value;
}
