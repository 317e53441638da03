import { once } from 'node:events';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RejectionReason } from '../../src/vlens/answer.js';
import type { VlensCaller } from '../../src/vlens/caller.js';
import { type FaultCode, VlensFault } from '../../src/vlens/faults.js';
import type { ContractPdfSource } from '../../src/vlens/types.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import type { VlensOperations } from '../support/vlens-operations.js';
import { aServer, steppingClock, vlensWith } from './a-server.js';

const ID = '7d0f1c5e-2b7a-4c3e-9a51-0c2d3e4f5a6b';
const PDF = Buffer.from('%PDF-1.7 a contract');
const SDL = 'type Query { q: String }';
const UPSTREAM = 'http://127.0.0.1:9';

let server: TestServer;
afterEach(() => server.close());

/** A gateway for whose callers Vlens names this source of the PDF. */
async function withSource(
  source: ContractPdfSource,
  download = async () => ({ body: Readable.from([PDF]), contentLength: PDF.length as number | null }),
) {
  const seen = { asked: [] as unknown[], token: null as string | null, downloads: [] as string[] };
  const vlens = vlensWith(
    ({ token }: VlensCaller) => {
      seen.token = token;
      return {
        viewContractPdf: async (asked) => {
          seen.asked.push(asked);
          return { kind: 'accepted', value: source };
        },
      };
    },
    (url) => {
      seen.downloads.push(url);
      return download();
    },
  );
  server = await aServer(SDL, {}, vlens, {}, { clock: steppingClock(7) });
  return seen;
}

async function withAnswer(viewContractPdf: VlensOperations['viewContractPdf']) {
  server = await aServer(SDL, {}, vlensWith({ viewContractPdf }));
}

const fetchContract = (path = `${ID}.pdf?securityHash=MARKED`, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/contracts/${path}`, { headers });

describe('the download of a contract', () => {
  it.each(['bytes', 'url'] as const)(
    'is not read by HEAD, which asks for its headers alone: %s',
    async (kind) => {
      const body = Readable.from(Array.from({ length: 1000 }, () => PDF));
      const pdf = { body, contentLength: 1000 * PDF.length };
      await withSource(
        kind === 'bytes' ? { kind, ...pdf } : { kind, url: 'https://cdn.example.com/c.pdf' },
        async () => pdf,
      );
      const response = await fetch(`${server.url}/contracts/${ID}.pdf?securityHash=MARKED`, {
        method: 'HEAD',
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-length')).toBe(String(1000 * PDF.length));
      await until(() => body.destroyed);
      expect(body.readableDidRead).toBe(false);
    },
  );

  it('is the PDF from where Vlens says, to be kept as a file and in no cache', async () => {
    const seen = await withSource({ kind: 'url', url: 'https://cdn.example.com/c.pdf' });
    const response = await fetchContract(undefined, { authorization: 'Bearer token-1' });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(PDF.length),
      'content-disposition': `attachment; filename="contract-${ID}.pdf"`,
      'cache-control': 'private, no-store',
      'accept-ranges': 'none',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PDF);
    expect(seen).toEqual({
      asked: [{ requestId: ID, securityHash: 'MARKED' }],
      token: 'token-1',
      downloads: ['https://cdn.example.com/c.pdf'],
    });
  });

  it('needs no Authorization, only the link’s hash', async () => {
    const seen = await withSource({ kind: 'url', url: `${UPSTREAM}/files/c.pdf` });
    expect((await fetchContract()).status).toBe(200);
    expect(seen.token).toBeNull();
  });

  it('is the PDF that Vlens sent itself, also where it does not say how long it is', async () => {
    await withSource({ kind: 'bytes', body: Readable.from([PDF, PDF]), contentLength: null });
    const response = await fetchContract();
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.concat([PDF, PDF]));
  });

  it('is logged by its cost and status, without its hash', async () => {
    await withSource({ kind: 'url', url: 'https://cdn.example.com/c.pdf?MARKED' });
    await (await fetchContract(undefined, { authorization: 'Bearer MARKED' })).arrayBuffer();
    while (server.logs.length === 0) await new Promise(setImmediate);
    expect(server.logs).toEqual([
      expect.objectContaining({
        msg: 'contract download',
        status: 200,
        durationMs: expect.any(Number),
        upstream: { calls: 0, shared: 0, cached: 0, waitedMs: 0, endpoints: {} },
      }),
    ]);
    // By the server's clock, which others read as well.
    const { durationMs } = server.logs[0] as { durationMs: number };
    expect({ durationMs, steps: durationMs % 7 }).toEqual({ durationMs: Math.max(durationMs, 7), steps: 0 });
    expect(JSON.stringify(server.logs)).not.toContain('MARKED');
  });

  it('reads no faster than the client, and ends upstream when the client goes away', async () => {
    const body = new Readable({
      read() {
        this.push(Buffer.alloc(64 * 1024));
      },
    });
    await withSource({ kind: 'bytes', body, contentLength: null });
    const client = new AbortController();
    const response = await fetch(`${server.url}/contracts/${ID}.pdf?securityHash=h`, {
      signal: client.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    // It has no end: were it read ahead of the client, it would never be held up.
    await until(() => body.isPaused());
    expect(body.destroyed).toBe(false);
    client.abort();
    await once(body, 'close');
    expect(body.destroyed).toBe(true);
  });

  it('ends its call to Vlens when the client goes away, and that is no mistake of ours', async () => {
    let asked = (_signal: AbortSignal) => {};
    const underWay = new Promise<AbortSignal>((resolve) => {
      asked = resolve;
    });
    const vlens = vlensWith(({ signal }) => ({
      viewContractPdf: () =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
          asked(signal);
        }),
    }));
    server = await aServer(SDL, {}, vlens);
    const client = new AbortController();
    const download = fetch(`${server.url}/contracts/${ID}.pdf?securityHash=h`, { signal: client.signal });
    const signal = await underWay;
    client.abort();
    await expect(download).rejects.toThrow();
    if (!signal.aborted)
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    while (server.logs.length === 0) await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(server.logs).toEqual([expect.objectContaining({ msg: 'contract download', clientLeft: true })]);
  });

  it('breaks off, rather than end well, when Vlens breaks off', async () => {
    const body = Readable.from(
      (async function* () {
        yield PDF;
        throw new Error('MARKED');
      })(),
    );
    await withSource({ kind: 'bytes', body, contentLength: 1000 });
    await expect(fetchContract().then((response) => response.arrayBuffer())).rejects.toThrow();
    await until(() => server.logs.some(({ msg }) => msg === 'contract download'));
    expect(JSON.stringify(server.logs)).not.toContain('MARKED');
  });
});

describe('a contract that can’t be had', () => {
  it.each<[RejectionReason, number]>([
    ['NOT_FOUND', 404],
    ['LINK_EXPIRED', 410],
    ['INVALID_INPUT', 400],
    ['INVALID_CREDENTIALS', 401],
    ['NOT_APPROVED', 403],
    ['OTHER', 403],
  ])('because of %s is HTTP %i', async (reason, status) => {
    const message = 'MARKED sentence of Vlens';
    await withAnswer(async () => ({
      kind: 'rejection',
      reason,
      message,
      errorCode: 1,
      fieldErrors: [],
      paymentUrl: null,
    }));
    const response = await fetchContract();
    const text = await response.text();
    expect(response.status).toBe(status);
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
    expect(JSON.parse(text)).toMatchObject({
      error: { code: reason, message: expect.any(String), requestId: response.headers.get('x-request-id') },
    });
    expect(text).not.toContain('MARKED');
  });

  it.each<[FaultCode, number]>([
    ['UNAUTHENTICATED', 401],
    ['FORBIDDEN', 403],
    ['RATE_LIMITED', 429],
    ['UPSTREAM_INVALID_RESPONSE', 502],
    ['UPSTREAM_UNAVAILABLE', 503],
    ['UPSTREAM_TIMEOUT', 504],
  ])('because of the fault %s is HTTP %i', async (code, status) => {
    await withAnswer(() =>
      Promise.reject(new VlensFault(code, 'A sentence of ours.', { retryAfterSeconds: 6.5 })),
    );
    const response = await fetchContract();
    expect(response.status).toBe(status);
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toMatchObject({ error: { code, message: 'A sentence of ours.' } });
  });

  it.each([
    'x.pdf?securityHash=h',
    `${ID}.pdf`,
    `${ID}.pdf?securityHash=`,
    `${ID}.pdf?securityHash=a&securityHash=b`,
    `${ID}.exe?securityHash=h`,
  ])('because the address is not one is HTTP 400: %s', async (path) => {
    const seen = await withSource({ kind: 'url', url: 'https://cdn.example.com/c.pdf' });
    const response = await fetchContract(path);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'BAD_USER_INPUT' } });
    expect(seen.asked).toEqual([]);
  });

  it('because of too many wrong hashes is HTTP 429, in words of ours', async () => {
    await withAnswer(async () => ({
      kind: 'rejection',
      reason: 'TOO_MANY_ATTEMPTS',
      message: 'Too many: try again in 15 min.',
      errorCode: null,
      fieldErrors: [],
      paymentUrl: null,
      refusedLocally: true,
      retryAfterSeconds: 899.5,
    }));
    const response = await fetchContract();
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '900']);
    expect(await response.json()).toMatchObject({
      error: { code: 'TOO_MANY_ATTEMPTS', message: 'Too many: try again in 15 min.' },
    });
  });

  it('because the Authorization can’t be read is HTTP 401', async () => {
    await withSource({ kind: 'url', url: 'https://cdn.example.com/c.pdf' });
    expect((await fetchContract(undefined, { authorization: 'MARKED' })).status).toBe(401);
  });

  it('because of a mistake of ours is HTTP 500 and tells nothing', async () => {
    await withAnswer(() => Promise.reject(new Error('MARKED')));
    const response = await fetchContract();
    expect(response.status).toBe(500);
    expect((await response.text()) + JSON.stringify(server.logs)).not.toContain('MARKED');
    expect(server.logs).toContainEqual(expect.objectContaining({ msg: 'unexpected error' }));
  });
});
