import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { LINK_COOKIE_SECONDS, SigningLinks } from '../../src/server/signing-link.js';
import { blocksOf } from '../docs/blocks.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

const NOWHERE = 'http://127.0.0.1:9';
const SCRIPT = 'void "%HOST_ORIGINS%";';
const STYLE = 'p > a { color: red }';
const pageFor = (origins: string) =>
  `<meta name="host-origins" content="${origins}"><style>${STYLE}</style>` +
  `<script src="/a.js"></script><script type="module" data-page="/b.js">${SCRIPT}</script>`;
const inBase64 = (text: string) => createHash('sha256').update(text).digest('base64');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signing-page-'));
  await mkdir(join(folder, 'assets'));
  for (const page of ['index.html', 'join.html'])
    await writeFile(join(folder, page), pageFor('%HOST_ORIGINS%'));
  await writeFile(join(folder, 'assets', 'index-1a2b.js'), 'void 0;');
  await writeFile(join(folder, 'assets', 'THIRD-PARTY-NOTICES.txt'), 'MIT');
  await writeFile(join(folder, 'assets', 'index-1a2b.js.br'), brotliCompressSync('void 0;'));
  await writeFile(join(folder, 'assets', 'index-1a2b.js.gz'), gzipSync('void 0;'));
});
afterAll(() => rm(folder, { recursive: true }));

async function serving(env: Record<string, string>, test: (gateway: TestServer) => Promise<void>) {
  const gateway = await startTestGateway({ vlensUrl: NOWHERE, env, signingPageFolder: folder });
  await test(gateway).finally(() => gateway.close());
}

describe('The signing page', () => {
  it.each(['/sign?RequestId=1&SecurityHash=2', '/join', '/join/'])(
    'lets nothing in from elsewhere, is kept by nobody, and tells nobody its address: %s',
    (path) =>
      serving({}, async ({ url }) => {
        const page = await fetch(url + path);
        expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
        const policy = page.headers.get('content-security-policy') ?? '';
        expect(policy).not.toMatch(/unsafe|https?:|\*/);
        expect(await page.text()).toBe(pageFor(''));
        // What stands in the page runs by its hash alone.
        expect(policy).toContain(`script-src 'self' 'sha256-${inBase64(SCRIPT)}';`);
        expect(policy).toContain(`style-src 'self' 'sha256-${inBase64(STYLE)}';`);
        const headers = blocksOf('docs/signing-page.md').find(({ text }) =>
          text.startsWith('content-security'),
        );
        for (const line of headers?.text.trim().split('\n') ?? ['']) {
          const [name = '', ...value] = line.split(': ');
          const told = page.headers.get(name)?.replace(/'sha256-[^']+'/g, "'sha256-…'");
          expect([name, told]).toEqual([name, value.join(': ')]);
        }
      }),
  );

  it('may be framed by the host apps of the operator, and hears them', () =>
    serving({ SIGNING_PAGE_ORIGINS: 'https://app.example.com,https://bank.example.com' }, async ({ url }) => {
      const origins = 'https://app.example.com https://bank.example.com';
      for (const path of ['/sign', '/join']) {
        const page = await fetch(url + path);
        expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors ${origins}`);
        expect(page.headers.get('x-frame-options')).toBeNull();
        expect(await page.text()).toBe(pageFor(origins));
      }
    }));

  it('comes with files that are kept for good, and with no others', () =>
    serving({}, async ({ url }) => {
      const script = await fetch(`${url}/sign/assets/index-1a2b.js`);
      expect([script.status, script.headers.get('cache-control')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
      const notices = await fetch(`${url}/sign/assets/THIRD-PARTY-NOTICES.txt`);
      expect([notices.status, notices.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      for (const path of ['index.html', '..%2findex.html', 'none.js'])
        expect((await fetch(`${url}/sign/assets/${path}`)).status).toBe(404);
    }));

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ])('comes, with its files, compressed to anybody who takes %s', (accepted, coding) =>
    serving({}, async ({ url }) => {
      const headers = { 'accept-encoding': accepted };
      const page = await fetch(`${url}/sign`, { headers });
      expect([page.headers.get('content-encoding'), page.headers.get('vary')]).toEqual([
        coding,
        'Accept-Encoding',
      ]);
      expect(await page.text()).toBe(pageFor(''));
      const script = await fetch(`${url}/sign/assets/index-1a2b.js`, { headers });
      expect(script.headers.get('content-encoding')).toBe(coding);
      expect(script.headers.get('content-type')).toMatch(/javascript/);
      expect(script.headers.get('vary')).toMatch(/accept-encoding/i);
      await expect(script.text()).resolves.toBe('void 0;');
    }),
  );

  describe('keeps what opened it over a reload', () => {
    const ID = '0d4c1a55-6c0e-4a3e-9a7e-2f4b7f0f1a11';
    const HASH = 'a-hash-that-opens-a-contract';
    /** What tells the link from others of its request. */
    const MARK = 'addedd16';
    const SECRET = 'one secret that all replicas have, long enough';
    const own = { 'sec-fetch-site': 'same-origin' };
    const cookieOf = (response: Response) => response.headers.get('set-cookie') ?? '';
    const open = (url: string, query = `RequestId=${ID}&SecurityHash=${HASH}`) =>
      fetch(`${url}/sign?${query}`);
    const recall = (
      url: string,
      cookie: string,
      headers: Record<string, string> = own,
      id = `${ID}/${MARK}`,
    ) =>
      fetch(`${url}/sign/session/${id}`, {
        method: 'POST',
        headers: { ...headers, cookie: cookie.split(';')[0] ?? '' },
      });

    it('in a cookie that no script reads, of its one request, encrypted, for as long as a link is good', () =>
      serving({}, async ({ url }) => {
        const cookie = cookieOf(await open(url));
        expect(cookie).toMatch(
          new RegExp(
            `^vlens-signing-link=[\\w-]+; Path=/sign/session/${ID}/${MARK}; Max-Age=1800; HttpOnly; SameSite=Strict$`,
          ),
        );
        expect(cookie).not.toContain(HASH);
        const answer = await recall(url, cookie);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        expect(await answer.json()).toEqual({ securityHash: HASH });
      }));

    it.each(['a+b/c=', 'a%2Bb%2Fc%3D'])('with the plus of a hash in base64, encoded or not: %s', (written) =>
      serving({}, async ({ url }) => {
        const cookie = cookieOf(await open(url, `RequestId=${ID}&SecurityHash=${written}`));
        const path = /Path=\/sign\/session\/([^;]+)/.exec(cookie)?.[1];
        expect(await (await recall(url, cookie, own, path)).json()).toEqual({ securityHash: 'a+b/c=' });
      }),
    );

    it('from any replica, over HTTPS alone where that is how clients come', () =>
      serving({ STATE_SECRET: SECRET, PUBLIC_URL: 'https://sign.example.com' }, ({ url }) =>
        serving({ STATE_SECRET: SECRET }, async (other) => {
          const cookie = cookieOf(await open(url));
          expect(cookie).toMatch(/; Secure$/);
          expect(await (await recall(other.url, cookie)).json()).toEqual({ securityHash: HASH });
        }),
      ));

    it('for its own page alone, its own request, and its own secret', () =>
      serving({}, ({ url }) =>
        serving({}, async (stranger) => {
          const cookie = cookieOf(await open(url));
          const { origin } = new URL(url);
          expect((await recall(url, cookie, { origin })).status).toBe(200);
          const refused = [
            recall(url, cookie, { 'sec-fetch-site': 'same-site', origin }),
            recall(url, cookie, { 'sec-fetch-site': 'cross-site' }),
            recall(url, cookie, { origin: 'https://evil.example.com' }),
            recall(url, cookie, {}),
            recall(url, cookie, own, `${ID.replace('0d', '0e')}/${MARK}`),
            recall(url, cookie, own, `${ID}/${MARK.replace('a', 'b')}`),
            recall(url, cookie, own, ID),
            recall(url, cookie.replace(/=./, '=_')),
            recall(url, ''),
            recall(stranger.url, cookie),
          ];
          for (const answer of await Promise.all(refused)) expect(answer.status).toBe(404);
        }),
      ));

    it('for its own page alone, whatever host a client says that it was sent on to', () =>
      serving({ TRUST_PROXY: '1' }, async ({ url }) => {
        const cookie = cookieOf(await open(url));
        const { origin } = new URL(url);
        const evil = { 'x-forwarded-host': 'evil.example.com' };
        expect((await recall(url, cookie, { ...evil, origin: 'http://evil.example.com' })).status).toBe(404);
        expect((await recall(url, cookie, { ...evil, origin })).status).toBe(200);
      }));

    it.each([
      ['no hash', `RequestId=${ID}`],
      ['no UUID', `RequestId=../x&SecurityHash=${HASH}`],
      ['a hash twice', `RequestId=${ID}&SecurityHash=a&SecurityHash=b`],
      ['a hash without end', `RequestId=${ID}&SecurityHash=${'a'.repeat(1025)}`],
    ])('not where there is %s', (_what, query) =>
      serving({}, async ({ url }) => expect(cookieOf(await open(url, query))).toBe('')),
    );

    it('no longer than that, whatever a browser keeps', async () => {
      let now = 0;
      const links = new SigningLinks({ secret: SECRET, publicUrl: null, now: () => now });
      const server = fastify();
      links.serve(server);
      const page = `/sign?RequestId=${ID}&SecurityHash=${HASH}`;
      const asked = { url: page, protocol: 'http', headers: { host: 'localhost' } };
      const cookie = (links.cookieFor(asked as never) ?? '').split(';')[0] ?? '';
      const status = async () => {
        const url = `/sign/session/${ID}/${MARK}`;
        return (await server.inject({ method: 'POST', url, headers: { ...own, cookie } })).statusCode;
      };
      now = LINK_COOKIE_SECONDS * 1000 - 1;
      expect(await status()).toBe(200);
      now += 1;
      expect(await status()).toBe(404);
    });
  });

  it.each<[string, number, RegExp, (() => Promise<boolean>) | undefined]>([
    ['was not built', 404, /npm run build/, undefined],
    ['can’t be built', 500, /errors that the terminal/, async () => false],
    ['can’t even begin to be built', 500, /npm ci/, () => Promise.reject(new Error('no vite'))],
  ])(
    'says what to do where it %s, to its reader and in the log; the rest is served',
    async (_, status, says, build) => {
      const gateway = await startTestGateway({
        vlensUrl: NOWHERE,
        signingPageFolder: join(folder, 'none'),
        ...(build && { buildSigningPage: build }),
      });
      for (const path of ['/sign', '/join']) {
        const answer = await fetch(gateway.url + path);
        const { error } = (await answer.json()) as { error: object };
        expect([answer.status, error]).toEqual([
          status,
          { code: 'PAGE_NOT_BUILT', message: expect.stringMatching(says), requestId: expect.any(String) },
        ]);
      }
      // Any client that asks for a page could fill the log with them.
      expect(gateway.logs.filter(({ level }) => level === 50)).toEqual(
        expect.arrayContaining([expect.objectContaining({ msg: expect.stringMatching(says) })]),
      );
      expect(gateway.logs.filter(({ msg }) => says.test(String(msg)))).toHaveLength(1);
      expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
      await gateway.close();
    },
  );
});
