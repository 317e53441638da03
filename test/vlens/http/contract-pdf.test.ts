import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TRANSPORTS } from '../../../src/vlens/transports/open-transport.js';
import { envelope, REQUEST_ID, refusal } from '../../support/builders.js';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { aClient, accepted, type TestClient } from '../a-client.js';

const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(300_000, 'x')]);

describe.each(TRANSPORTS)('Over %s', (transport) => {
  let upstream: FakeUpstream;
  let client: TestClient;
  /** For what never begins. */
  let impatient: TestClient;
  /** A host of the tenant's contracts: any path of the fake will do. */
  let address: string;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    client = aClient(upstream, {}, transport);
    impatient = aClient(upstream, { timeoutMs: 1500 }, transport);
    address = `${upstream.url}/api/BusinessRequest/ViewContractPdf?SecurityHash=hash`;
  });
  afterEach(() => upstream.reset());
  afterAll(async () => {
    await client.close();
    await impatient.close();
    await upstream.close();
  });

  const view = () => client.api.viewContractPdf({ requestId: REQUEST_ID, securityHash: 'a+b=' });
  const download = (url = address, signal = new AbortController().signal) => client.download(url, signal);

  describe('viewContractPdf', () => {
    it('names the request and the hash, and needs no token', async () => {
      const anonymous = client.apiFor({ token: null });
      const source = accepted(
        await anonymous.viewContractPdf({ requestId: REQUEST_ID, securityHash: 'a+b=' }),
      );
      const { query, headers } = upstream.lastCall('viewContractPdf');
      expect(query).toEqual({ RequestId: REQUEST_ID, SecurityHash: 'a+b=' });
      expect(headers.accept).toBe('application/json, application/pdf');
      expect(headers).not.toHaveProperty('authorization');
      expect(source.kind).toBe('bytes');
      if (source.kind === 'bytes') await buffer(source.body);
    });

    it('takes a hash that is no well-formed text for one that Vlens does not know', async () => {
      upstream.answer('viewContractPdf', { body: refusal(5, 'The link has expired') });
      expect(
        await client.api.viewContractPdf({ requestId: REQUEST_ID, securityHash: '\ud800' }),
      ).toMatchObject({ kind: 'rejection' });
      expect(upstream.lastCall('viewContractPdf').query.SecurityHash).toBe('\ufffd');
    });

    it('passes the token on where there is one', async () => {
      upstream.answer('viewContractPdf', { body: envelope('https://cdn.example/c.pdf') });
      await view();
      expect(upstream.lastCall('viewContractPdf').headers.authorization).toBe('Bearer caller-token');
    });

    it('answers the address of the PDF', async () => {
      upstream.answer(
        'viewContractPdf',
        { body: envelope('https://cdn.example/c.pdf?sig=1') },
        { body: envelope('/c.pdf') },
      );
      expect(accepted(await view())).toEqual({ kind: 'url', url: 'https://cdn.example/c.pdf?sig=1' });
      expect(accepted(await view())).toEqual({ kind: 'url', url: `${upstream.url}/c.pdf` });
    });

    it.each([['application/pdf'], ['application/octet-stream']])(
      'answers the bytes themselves, as %s',
      async (type) => {
        upstream.answer('viewContractPdf', {
          headers: { 'content-type': type, 'content-length': `${PDF.length}` },
          body: PDF,
        });
        const source = accepted(await view());
        if (source.kind !== 'bytes') throw new Error('No bytes.');
        expect(source.contentLength).toBe(PDF.length);
        expect(PDF.equals(await buffer(source.body))).toBe(true);
      },
    );

    it('does not know the length of bytes that came compressed', async () => {
      const body = gzipSync(PDF);
      upstream.answer('viewContractPdf', {
        headers: { 'content-encoding': 'gzip', 'content-length': `${body.length}` },
        body,
      });
      const source = accepted(await view());
      if (source.kind !== 'bytes') throw new Error('No bytes.');
      expect(source.contentLength).toBeNull();
      expect(PDF.equals(await buffer(source.body))).toBe(true);
    });

    it.each([
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
      ['deflate', deflateSync],
      ['deflate', deflateRawSync],
    ])('reads an envelope that came compressed by %s', async (coding, compress) => {
      const answer = (body: object) =>
        upstream.answer('viewContractPdf', {
          headers: { 'content-encoding': coding },
          body: compress(JSON.stringify(body)),
        });
      answer(envelope('https://cdn.example/c.pdf'));
      expect(accepted(await view())).toEqual({ kind: 'url', url: 'https://cdn.example/c.pdf' });
      answer(envelope(`https://cdn.example/${'c'.repeat(90_000)}.pdf`));
      expect(accepted(await view())).toMatchObject({ kind: 'url' });
      answer(refusal(1602, 'The link has expired.'));
      expect(await view()).toMatchObject({ kind: 'rejection', reason: 'LINK_EXPIRED' });
    });

    it.each([[200], [400]])('is refused where the link has expired, under HTTP %i', async (status) => {
      upstream.answer('viewContractPdf', { status, body: refusal(1602, 'The link has expired.') });
      expect(await view()).toMatchObject({ kind: 'rejection', reason: 'LINK_EXPIRED' });
    });

    it.each([
      [''],
      ['%PD'],
      ['<html>'],
      [envelope(null)],
      [envelope('The contract')],
      [envelope('file:///etc/passwd')],
    ])('is a fault where there is no contract in %j', async (body) => {
      upstream.answer('viewContractPdf', { body });
      await expect(view()).rejects.toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
    });
  });

  describe('The download of a contract', () => {
    it('carries neither the key nor the token', async () => {
      upstream.answer('viewContractPdf', { body: PDF });
      const pdf = await download();
      expect(PDF.equals(await buffer(pdf.body))).toBe(true);
      const { headers } = upstream.lastCall('viewContractPdf');
      expect(headers).not.toHaveProperty('apikey');
      expect(headers).not.toHaveProperty('authorization');
      expect(headers.accept).toBe('application/pdf');
    });

    it.each([
      [{ status: 302, headers: { location: '/elsewhere' } }, 'UPSTREAM_INVALID_RESPONSE'],
      [{ status: 404, body: 'none' }, 'UPSTREAM_INVALID_RESPONSE'],
      [{ status: 206, body: PDF }, 'UPSTREAM_INVALID_RESPONSE'],
      [
        { status: 200, headers: { 'content-type': 'application/pdf' }, body: '<html>' },
        'UPSTREAM_INVALID_RESPONSE',
      ],
      [{ status: 200 }, 'UPSTREAM_INVALID_RESPONSE'],
      [{ status: 503, body: 'down' }, 'UPSTREAM_UNAVAILABLE'],
      [{ cut: 'headers' as const }, 'UPSTREAM_UNAVAILABLE'],
    ])('is a fault for %j', async (answer, code) => {
      upstream.answer('viewContractPdf', answer);
      await expect(download()).rejects.toMatchObject({ name: 'VlensFault', code });
      expect(upstream.calls()).toHaveLength(1);
    });

    it('is a fault where nothing begins in time', async () => {
      upstream.answer('viewContractPdf', { stall: 'headers' });
      const { signal } = new AbortController();
      await expect(impatient.download(address, signal)).rejects.toMatchObject({
        code: 'UPSTREAM_TIMEOUT',
      });
    });

    it('may take longer than the limit once it has begun', async () => {
      upstream.answer('viewContractPdf', { body: PDF, pauseMs: 2000 });
      const pdf = await impatient.download(address, new AbortController().signal);
      expect(PDF.equals(await buffer(pdf.body))).toBe(true);
    });

    it.each([['file:///etc/passwd'], ['data:application/pdf,%PDF-'], ['not an address']])(
      'asks nobody for %s',
      async (url) => {
        await expect(download(url)).rejects.toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
      },
    );

    it('breaks off where it has no end, and leaves Vlens', async () => {
      upstream.answer('viewContractPdf', { body: PDF });
      const small = aClient(upstream, { contractBounds: { maxBytes: 200_000, maxPauseMs: 1000 } }, transport);
      const { body } = await small.download(address, new AbortController().signal);
      await expect(buffer(body)).rejects.toThrow();
      await small.close();
    });

    it('breaks off where it comes to a stop', async () => {
      upstream.answer('viewContractPdf', { body: PDF, stall: 'body' });
      const small = aClient(
        upstream,
        { contractBounds: { maxBytes: 10_000_000, maxPauseMs: 100 } },
        transport,
      );
      const { body } = await small.download(address, new AbortController().signal);
      await expect(buffer(body)).rejects.toThrow();
      expect(await upstream.lastCall('viewContractPdf').closed).toBe('gone');
      await small.close();
    });

    it('ends with its client, also half-way', async () => {
      upstream.answer('viewContractPdf', { body: PDF, stall: 'body' });
      const client = new AbortController();
      const { body } = await download(address, client.signal);
      const call = upstream.lastCall('viewContractPdf');
      const read = buffer(body);
      client.abort();
      await expect(read).rejects.toThrow();
      expect(await call.closed).toBe('gone');
    });

    it('fails for its reader where the connection is cut', async () => {
      upstream.answer('viewContractPdf', {
        headers: { 'content-length': `${PDF.length}` },
        body: PDF,
        cut: 'body',
      });
      const { body } = await download();
      await expect(buffer(body)).rejects.toThrow();
    });
  });
});
