import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const LATENCY_MS = 20;
const REQUESTS = 100;
const LARGEST_PAGE = 100;

export const requestIdOf = (number) => `81f404b3-d7dc-4f08-b4fe-${String(number).padStart(12, '0')}`;

/** Requests that have moved on, by number, until another upstream starts. */
const moved = new Set();

export const summary = (number) => ({
  id: requestIdOf(number),
  typeName: 'Personal Loan',
  contractTypeId: 414,
  requestNumber: `REQ-2026-${String(number).padStart(5, '0')}`,
  fullName: 'Ahmed Mohamed',
  requeststatus: moved.has(number) ? 4 : 2,
  requestStatusName: moved.has(number) ? 'Customer Signed' : 'Approved',
  creationTime: '2026-01-15T10:30:00Z',
});
export const full = (number) => ({
  ...summary(number),
  requestFields: Array.from({ length: 8 }, (_, order) => ({
    order,
    key: `field${order}`,
    displayText: `Field ${order}`,
    type: 'text',
    value: '5000',
    visibleToUser: true,
  })),
  documents: [{ order: 1, title: 'Contract', content: 'The terms. '.repeat(50), isHtml: false }],
  hasPaymentCheckPerRequestFeature: true,
});
const list = (make) => (url, _, numbersOfCaller) => {
  const skip = Number(url.searchParams.get('SkipCount') ?? 0);
  const count = Math.min(LARGEST_PAGE, Number(url.searchParams.get('MaxResultCount') ?? 10));
  const numbers = numbersOfCaller.slice(skip, skip + count);
  return {
    data: numbers.map(make),
    error_code: null,
    totalCount: numbersOfCaller.length,
    returnedCount: numbers.length,
  };
};
const ALL = Array.from({ length: REQUESTS }, (_, number) => number);
/** The one request of the caller with a token like `caller-7`. */
const ownNumber = ({ headers }) => Number(/-(\d+)$/.exec(headers.authorization ?? '')?.[1] ?? 0);

const ENDPOINTS = [
  [/\/CurrentListIds$/, list(summary)],
  [/\/CurrentList$/, list(full)],
  [
    /\/GetBusinessRequestById\/(?<id>[^/]+)$/,
    (_, { id }) => ({ data: full(Number(id.slice(-12))), error_code: null }),
  ],
  [/\/StepRequestOtp$/, () => ({ data: { otpRequestId: 'otp-1' }, error_code: null })],
];

/**
 * A Vlens that counts its calls, and refuses those beyond its quota with 429 where it is given one: sliding windows,
 * counted when a call arrives.
 * @param {{perSecond: number, perMinute: number} | null} quota
 * @param {boolean} eachTheirOwn whether each caller has one request of their own, instead of all of them
 */
export async function startCountingUpstream(quota = null, eachTheirOwn = false) {
  moved.clear();
  const calls = [];
  let refused = 0;
  const isWithin = (now) =>
    quota === null ||
    (calls.filter((at) => at > now - 1000).length < quota.perSecond &&
      calls.filter((at) => at > now - 60_000).length < quota.perMinute);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://upstream');
    const now = performance.now();
    const [pattern, answer] = ENDPOINTS.find(([path]) => path.test(url.pathname)) ?? [];
    request.resume();
    if (!answer) return response.writeHead(404).end();
    if (!isWithin(now)) {
      refused += 1;
      response.writeHead(429, { 'retry-after': '1', 'content-type': 'application/json' });
      return response.end(
        JSON.stringify({ data: null, error_code: 429, error_message: 'Too many requests.' }),
      );
    }
    calls.push(now);
    await pause(LATENCY_MS);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        answer(url, pattern.exec(url.pathname)?.groups ?? {}, eachTheirOwn ? [ownNumber(request)] : ALL),
      ),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    get calls() {
      return calls.length;
    },
    /** Moves a request on, without a webhook. */
    move: (number) => moved.add(number),
    get refused() {
      return refused;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
