import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../../src/config.js';
import { readManifest } from '../../../src/trusted-manifest.js';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { startTestGateway } from '../../support/gateway.js';
import type { TestServer } from '../../support/server.js';

const MANIFEST = 'client/src/generated/persisted-documents.json';
const documents: Record<string, string> = JSON.parse(readFileSync(MANIFEST, 'utf8'));
const [ID = '', TEXT = ''] =
  Object.entries(documents).find(([, text]) => text.startsWith('query Eligibility')) ?? [];
const HASH = ID.replace('sha256:', '');

let upstream: FakeUpstream;
let gateway: TestServer;
beforeEach(async () => {
  upstream = await FakeUpstream.start();
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const start = async (env: Record<string, string> = {}) => {
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: { TRUSTED_DOCUMENTS: MANIFEST, ...env } });
};
const send = async (body: object) => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer user-token' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};

describe('A trusted document', () => {
  it.each<[string, object]>([
    ['documentId', { documentId: ID }],
    ['documentId without its prefix', { documentId: HASH }],
    [
      'the hash that Apollo’s clients send',
      { extensions: { persistedQuery: { version: 1, sha256Hash: HASH } } },
    ],
    ['its text', { query: TEXT }],
  ])('is executed by %s', async (_, body) => {
    await start({ TRUSTED_DOCUMENTS_ONLY: 'true' });
    expect(await send(body)).toMatchObject({
      status: 200,
      body: { data: { eligibility: { isEligible: true } } },
    });
  });

  it('is executed by GET too', async () => {
    await start();
    const response = await fetch(`${gateway.url}/graphql?documentId=${ID}`, {
      headers: { authorization: 'Bearer user-token', 'apollo-require-preflight': '1' },
    });
    expect(await response.json()).toMatchObject({ data: { eligibility: { isEligible: true } } });
  });
});

describe('Any other document', () => {
  const OTHER = { query: '{ eligibility { isEligible } }' };

  it('is executed where it is not refused', async () => {
    await start();
    expect((await send(OTHER)).status).toBe(200);
  });

  it('is refused where trusted ones alone are taken, and Vlens is not asked', async () => {
    await start({ TRUSTED_DOCUMENTS_ONLY: 'true' });
    expect(await send(OTHER)).toMatchObject({
      status: 400,
      body: { errors: [{ message: expect.stringContaining('trusted documents only') }] },
    });
    expect(upstream.calls()).toEqual([]);
  });

  it('of an id that nobody knows is refused', async () => {
    await start();
    expect(await send({ documentId: `sha256:${'0'.repeat(64)}` })).toMatchObject({
      status: 400,
      body: { errors: [{ message: expect.stringContaining('no trusted document of this id') }] },
    });
  });
});

describe('The schema', () => {
  const INTROSPECTION = '{ __schema { queryType { name } } }';
  const PRODUCTION = { NODE_ENV: 'production' };

  it('can’t be read in production, nor guessed by hints, unless it is asked for', async () => {
    await start(PRODUCTION);
    expect((await send({ query: INTROSPECTION })).status).toBe(400);
    const { body } = await send({ query: '{ eligibilty { isEligible } }' });
    expect(JSON.stringify(body)).not.toMatch(/Did you mean/);
    await gateway.close();
    await start({ ...PRODUCTION, INTROSPECTION: 'true' });
    expect((await send({ query: INTROSPECTION })).status).toBe(200);
  });
});

describe('A manifest that is none', () => {
  it.each(['package.json', 'no-such-file.json', 'README.md'])('stops the start: %s', async (path) => {
    await start();
    expect(() => readManifest(path)).toThrow(ConfigError);
    expect(() => readManifest(path)).toThrow(/TRUSTED_DOCUMENTS/);
  });
});
