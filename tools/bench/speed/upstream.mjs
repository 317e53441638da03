import { once } from 'node:events';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { full, requestIdOf, summary } from '../counting-upstream.mjs';

/**
 * A Vlens that costs as little as it can, in a process of its own: its answers are bytes that were made before.
 * `POST /control` says how late it answers, how long its lists are, what status its requests have, and whether each answer
 * differs from the last, whether each caller with a token like `caller-7` has one request of their own alone, and whether its answers
 * come compressed.
 */
const settings = {
  latencyMs: 0,
  size: 50,
  status: 'Approved',
  differs: false,
  own: false,
  isCompressed: false,
};
let served = 0;

const ID = requestIdOf(0);
/** Where an answer says something new each time, without another length. */
const MARK = 'REQ-2026-00000';

const envelope = (data, count) => ({
  data,
  error_code: null,
  ...(count ? { totalCount: count, returnedCount: count } : {}),
});
const numbered = (make, count) =>
  envelope(
    Array.from({ length: count }, (_, number) => make(number)),
    count,
  );
const bytesOf = (value) => Buffer.from(JSON.stringify(value));
const lists = new Map();

function list(make) {
  const { size, status } = settings;
  const key = `${make.name} ${size} ${status}`;
  const made = (number) => ({ ...make(number), requestStatusName: status });
  if (!lists.has(key)) lists.set(key, bytesOf(numbered(made, size)));
  return lists.get(key);
}

const ONE = bytesOf(envelope(full(0)));
const ID_AT = ONE.indexOf(ID);
const OTP = bytesOf(envelope({ otpRequestId: 'otp-1' }));

function bodyFor(url, authorization) {
  if (settings.own && url.includes('/CurrentListIds')) return ownList(authorization);
  if (url.includes('/CurrentListIds')) return fresh(list(summary));
  if (url.includes('/CurrentList')) return fresh(list(full));
  if (url.includes('/StepRequestOtp')) return OTP;
  const id = /GetBusinessRequestById\/([^?]+)/.exec(url)?.[1];
  if (!id) return null;
  const body = Buffer.from(ONE);
  body.write(id, ID_AT);
  return fresh(body);
}

function ownList(authorization) {
  const { status } = settings;
  const number = Number(/-(\d+)$/.exec(authorization ?? '')?.[1] ?? 0);
  return bytesOf(envelope([{ ...summary(number), requestStatusName: status }], 1));
}

function fresh(body) {
  if (!settings.differs) return body;
  served += 1;
  const copy = Buffer.from(body);
  copy.write(`REQ-2026-${String(served % 100_000).padStart(5, '0')}`, copy.indexOf(MARK));
  return copy;
}

const server = createServer(async (request, response) => {
  if (request.url === '/control') {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    Object.assign(settings, JSON.parse(Buffer.concat(chunks).toString()));
    return response.end('{}');
  }
  request.resume();
  const plain = bodyFor(request.url, request.headers.authorization);
  if (!plain) return response.writeHead(404).end();
  const body = settings.isCompressed ? gzipSync(plain) : plain;
  const answer = () => {
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': body.length,
      ...(settings.isCompressed ? { 'content-encoding': 'gzip' } : {}),
    });
    response.end(body);
  };
  if (settings.latencyMs > 0) setTimeout(answer, settings.latencyMs);
  else answer();
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
await once(server, 'listening');
