import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blocksOf } from '../docs/blocks.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

const NOWHERE = 'http://127.0.0.1:9';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signing-page-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<meta name="host-origins" content="%HOST_ORIGINS%">');
  await writeFile(join(folder, 'assets', 'index-1a2b.js'), 'void 0;');
  await writeFile(join(folder, 'assets', 'index-1a2b.js.br'), brotliCompressSync('void 0;'));
  await writeFile(join(folder, 'assets', 'index-1a2b.js.gz'), gzipSync('void 0;'));
});
afterAll(() => rm(folder, { recursive: true }));

async function serving(env: Record<string, string>, test: (gateway: TestServer) => Promise<void>) {
  const gateway = await startTestGateway({ vlensUrl: NOWHERE, env, signingPageFolder: folder });
  await test(gateway).finally(() => gateway.close());
}

describe('The signing page', () => {
  it('lets nothing in from elsewhere, is kept by nobody, and tells nobody its address', () =>
    serving({}, async ({ url }) => {
      const page = await fetch(`${url}/sign?RequestId=1&SecurityHash=2`);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(await page.text()).toBe('<meta name="host-origins" content="">');
      const headers = blocksOf('docs/signing-page.md').find(({ text }) =>
        text.startsWith('content-security'),
      );
      for (const line of headers?.text.trim().split('\n') ?? ['']) {
        const [name = '', ...value] = line.split(': ');
        expect([name, page.headers.get(name)]).toEqual([name, value.join(': ')]);
      }
    }));

  it('may be framed by the host apps of the operator, and hears them', () =>
    serving({ SIGNING_PAGE_ORIGINS: 'https://app.example.com,https://bank.example.com' }, async ({ url }) => {
      const page = await fetch(`${url}/sign`);
      const origins = 'https://app.example.com https://bank.example.com';
      expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors ${origins}`);
      expect(page.headers.get('x-frame-options')).toBeNull();
      expect(await page.text()).toBe(`<meta name="host-origins" content="${origins}">`);
    }));

  it('comes with files that are kept for good, and with no others', () =>
    serving({}, async ({ url }) => {
      const script = await fetch(`${url}/sign/assets/index-1a2b.js`);
      expect([script.status, script.headers.get('cache-control')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
      for (const path of ['index.html', '..%2findex.html', 'none.js'])
        expect((await fetch(`${url}/sign/assets/${path}`)).status).toBe(404);
    }));

  it.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ])('sends its files compressed to whoever takes %s', (accepted, coding) =>
    serving({}, async ({ url }) => {
      const script = await fetch(`${url}/sign/assets/index-1a2b.js`, {
        headers: { 'accept-encoding': accepted },
      });
      expect(script.headers.get('content-encoding')).toBe(coding);
      expect(script.headers.get('content-type')).toMatch(/javascript/);
      expect(script.headers.get('vary')).toMatch(/accept-encoding/i);
      await expect(script.text()).resolves.toBe('void 0;');
    }),
  );

  it('is not found where it was not built, and the rest is served all the same', async () => {
    const gateway = await startTestGateway({ vlensUrl: NOWHERE, signingPageFolder: join(folder, 'none') });
    expect((await fetch(`${gateway.url}/sign`)).status).toBe(404);
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    await gateway.close();
  });
});
