import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { readTokenKeys } from '../../../src/token-keys.js';
import { openTokenVerifier } from '../../../src/vlens/quota/token-verifier.js';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { startTestGateway } from '../../support/gateway.js';
import { HeldClock } from '../../support/held-clock.js';
import type { TestServer } from '../../support/server.js';

const SECRET = 'the-secret-that-vlens-signs-tokens-with';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();

const aToken = (algorithm: string, key: Parameters<SignJWT['sign']>[0], expiresIn = '1h') =>
  new SignJWT({ sub: '7' })
    .setProtectedHeader({ alg: algorithm, kid: 'one' })
    .setExpirationTime(expiresIn)
    .sign(key);
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('Tokens are verified', () => {
  it('with a secret', async () => {
    const verifier = openTokenVerifier({ key: SECRET, jwksFile: null });
    const verdict = await verifier?.verify(await aToken('HS256', bytesOf(SECRET)));
    expect(verdict?.forMs).toBeGreaterThan(3_500_000);
    expect(
      await verifier?.verify(await aToken('HS256', bytesOf('another-secret-of-somebody-else!'))),
    ).toBeNull();
    expect(await verifier?.verify(await aToken('HS256', bytesOf(SECRET), '-2m'))).toBeNull();
    expect(await verifier?.verify('no-token')).toBeNull();
  });

  it('with a public key, which is no secret that anybody may sign with', async () => {
    const verifier = openTokenVerifier({ key: PEM, jwksFile: null });
    expect(await verifier?.verify(await aToken('RS256', rsa.privateKey))).not.toBeNull();
    expect(await verifier?.verify(await aToken('HS256', bytesOf(PEM)))).toBeNull();
  });

  it('with a file of keys', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'jwks-')), 'jwks.json');
    const jwk = rsa.publicKey.export({ format: 'jwk' });
    await writeFile(file, JSON.stringify({ keys: [{ ...jwk, kid: 'one', alg: 'RS256' }] }));
    const verifier = openTokenVerifier({ key: null, jwksFile: file });
    expect(await verifier?.verify(await aToken('RS256', rsa.privateKey))).not.toBeNull();
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    expect(await verifier?.verify(await aToken('RS256', other))).toBeNull();
  });

  it('with the keys that the file holds now: Vlens may change them, and name none in its tokens', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'jwks-')), 'jwks.json');
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const write = (...keys: (typeof next)[]) =>
      writeFile(
        file,
        JSON.stringify({ keys: keys.map(({ publicKey }) => publicKey.export({ format: 'jwk' })) }),
      );
    await write(rsa);
    const verifier = openTokenVerifier({ key: null, jwksFile: file });
    const unnamed = ({ privateKey }: typeof next) =>
      new SignJWT({ sub: '7' }).setProtectedHeader({ alg: 'RS256' }).setExpirationTime('1h').sign(privateKey);
    expect(await verifier?.verify(await unnamed(rsa))).not.toBeNull();
    await write(rsa, next);
    await utimes(file, new Date(), new Date(Date.now() + 5000));
    for (const keys of [next, rsa]) expect(await verifier?.verify(await unnamed(keys))).not.toBeNull();
    const invented = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(await verifier?.verify(await unnamed(invented))).toBeNull();
  });

  it('and by none that was taken out of the file; what is no file of keys changes nothing', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'jwks-')), 'jwks.json');
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = (kid: string, { publicKey }: typeof next) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid,
    });
    let changes = 0;
    const write = async (text: string) => {
      await writeFile(file, text);
      changes += 1;
      await utimes(file, new Date(), new Date(Date.now() + 5000 * changes));
      await pause(1100);
    };
    await write(JSON.stringify({ keys: [jwk('one', rsa), jwk('two', next)] }));
    const verifier = openTokenVerifier({ key: null, jwksFile: file });
    const leaked = await aToken('RS256', rsa.privateKey);
    const good = await new SignJWT({ sub: '7' })
      .setProtectedHeader({ alg: 'RS256', kid: 'two' })
      .setExpirationTime('1h')
      .sign(next.privateKey);
    expect(await verifier?.verify(leaked)).not.toBeNull();
    await write(JSON.stringify({ keys: [jwk('two', next)] }));
    expect(await verifier?.verify(leaked)).toBeNull();
    for (const junk of ['', '{"keys":[', '{"keys":[]}', 'null', '[]']) {
      await write(junk);
      expect(await verifier?.verify(good)).not.toBeNull();
      expect(await verifier?.verify(leaked)).toBeNull();
    }
  });

  it('and says once why the file can’t be read any more, and that it can again', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'jwks-')), 'jwks.json');
    const keys = JSON.stringify({ keys: [{ ...rsa.publicKey.export({ format: 'jwk' }), kid: 'one' }] });
    await writeFile(file, keys);
    const heard: (string | null)[] = [];
    const verifier = openTokenVerifier({ key: null, jwksFile: file }, (problem) => heard.push(problem));
    const token = await aToken('RS256', rsa.privateKey);
    expect(verifier?.problem?.()).toBeNull();
    await rm(file);
    await pause(1100);
    // Readiness finds it where nobody comes with a token.
    expect(verifier?.problem?.()).toMatch(/^VLENS_TOKEN_JWKS_FILE can’t be read any more: ENOENT/);
    expect(await verifier?.verify(token)).not.toBeNull();
    await writeFile(file, '{"keys":[]}');
    await pause(1100);
    expect(await verifier?.verify(token)).not.toBeNull();
    expect(verifier?.problem?.()).toContain('it holds no key');
    await writeFile(file, keys);
    await pause(1100);
    expect(verifier?.problem?.()).toBeNull();
    expect(heard).toEqual([
      expect.stringContaining('ENOENT'),
      expect.stringContaining('it holds no key'),
      null,
    ]);
  });

  it('and a file that holds none stops the start, with a sentence', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'jwks-')), 'jwks.json');
    expect(() => readTokenKeys({ key: null, jwksFile: file })).toThrow(
      /^VLENS_TOKEN_JWKS_FILE can’t be read/,
    );
    await writeFile(file, '{"keys":7}');
    expect(() => readTokenKeys({ key: null, jwksFile: file })).toThrow(
      /^VLENS_TOKEN_JWKS_FILE can’t be read/,
    );
  });

  it('by the algorithm of their key alone, whatever they name', async () => {
    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = p256.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const verifier = openTokenVerifier({ key, jwksFile: null });
    const own = await aToken('ES256', p256.privateKey);
    expect(await verifier?.verify(own)).not.toBeNull();
    for (const alg of ['ES384', 'ES512', 'EdDSA', 'RS256', 'none']) {
      const header = Buffer.from(JSON.stringify({ alg })).toString('base64url');
      expect(await verifier?.verify([header, ...own.split('.').slice(1)].join('.'))).toBeNull();
    }
  });

  it('and a key that verifies nothing stops the start; beside others in a file it is left out', async () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const bitcoins = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey;
    const agreement = generateKeyPairSync('x25519').publicKey;
    for (const publicKey of [short, bitcoins, agreement]) {
      const key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      expect(() => readTokenKeys({ key, jwksFile: null })).toThrow(/^VLENS_TOKEN_KEY is no key/);
    }
    const file = join(await mkdtemp(join(tmpdir(), 'jwks-')), 'jwks.json');
    const published = rsa.publicKey.export({ format: 'jwk' });
    const unusable = [
      { kty: 'RSA', n: 'x', e: 'AQAB', kid: 'one' },
      {},
      short.export({ format: 'jwk' }),
      // The private half, and what says of itself that it is for something else.
      rsa.privateKey.export({ format: 'jwk' }),
      { ...published, use: 'enc' },
      { ...published, key_ops: ['encrypt'] },
      { ...published, alg: 'RSA-OAEP' },
      { ...published, alg: 'HS256' },
    ];
    await writeFile(file, JSON.stringify({ keys: unusable }));
    expect(() => readTokenKeys({ key: null, jwksFile: file })).toThrow(/^VLENS_TOKEN_JWKS_FILE holds no key/);
    const usable = { ...published, use: 'sig', key_ops: ['verify'], alg: 'RS256', kid: 'two' };
    await writeFile(file, JSON.stringify({ keys: [...unusable, usable] }));
    const verifier = readTokenKeys({ key: null, jwksFile: file });
    expect(await verifier?.verify(await aToken('RS256', rsa.privateKey))).toBeNull();
    const named = new SignJWT({ sub: '7' }).setProtectedHeader({ alg: 'RS256', kid: 'two' });
    expect(await verifier?.verify(await named.setExpirationTime('1h').sign(rsa.privateKey))).not.toBeNull();
  });

  it('by a key of an Edwards curve under both names of its algorithm', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const verifier = readTokenKeys({
      key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      jwksFile: null,
    });
    for (const algorithm of ['EdDSA', 'Ed25519'])
      expect(await verifier?.verify(await aToken(algorithm, privateKey))).not.toBeNull();
  });

  it('not at all where no key is set', async () => {
    expect(openTokenVerifier({ key: null, jwksFile: null })).toBeNull();
  });
});

describe('A gateway that knows the key of Vlens’s tokens', () => {
  let upstream: FakeUpstream;
  let gateway: TestServer;
  beforeEach(async () => {
    upstream = await FakeUpstream.start();
  });
  afterEach(async () => {
    await gateway.close();
    await upstream.close();
  });
  const read = (token: string) => gateway.query('{ eligibility { isEligible } }', {}, { token });

  it('asks Vlens with genuine tokens alone', async () => {
    gateway = await startTestGateway({ vlensUrl: upstream.url, env: { VLENS_TOKEN_KEY: SECRET } });
    const refused = await read(await aToken('HS256', bytesOf('another-secret-of-somebody-else!')));
    expect(refused.body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(upstream.calls()).toHaveLength(0);
    expect((await read(await aToken('HS256', bytesOf(SECRET)))).body.errors).toBeUndefined();
    expect(upstream.calls()).toHaveLength(1);
  });

  it('looks again at a token that it knows, whose key was taken out of the file', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'jwks-')), 'jwks.json');
    const next = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const write = (kid: string, { publicKey }: typeof next) =>
      writeFile(file, JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid }] }));
    await write('one', rsa);
    const clock = new HeldClock();
    const env = { VLENS_TOKEN_JWKS_FILE: file };
    gateway = await startTestGateway({ vlensUrl: upstream.url, env, clock });
    const token = await aToken('RS256', rsa.privateKey);
    // At 0 lru-cache takes an entry for one without an age.
    await clock.advance(1);
    expect((await read(token)).body.errors).toBeUndefined();
    await write('two', next);
    await utimes(file, new Date(), new Date(Date.now() + 5000));
    await pause(1100);
    await clock.advance(61_000);
    const other = '{ businessRequests(first: 1) { nodes { id } } }';
    const { body } = await gateway.query(other, {}, { token });
    expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(upstream.calls()).toHaveLength(1);
  });

  it('says in readiness and in a metric that Vlens holds the tenant back', async () => {
    gateway = await startTestGateway({ vlensUrl: upstream.url });
    upstream.answer('checkEligibility', { status: 429, headers: { 'retry-after': '999999999' }, body: {} });
    const { body } = await read('a-token');
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 60 });
    const ready = await fetch(`${gateway.url}/health/ready`);
    expect(ready.status).toBe(200);
    const health = (await ready.json()) as { status: string; upstream: { heldForSeconds: number } };
    expect(health.status).toBe('degraded');
    expect(health.upstream.heldForSeconds).toBeGreaterThan(30);
    expect(health.upstream.heldForSeconds).toBeLessThanOrEqual(60);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(Number(/^vlens_quota_held_seconds (\S+)$/m.exec(metrics)?.[1])).toBeGreaterThan(30);
  });
});
