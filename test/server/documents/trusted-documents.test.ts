import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Kind, parse, print, type SelectionSetNode, visit } from 'graphql';
import { ConfigError } from '../../../src/config/config-error.js';
import { readOperations } from '../../../src/example-operations.js';
import { createManifestCheck, readManifest } from '../../../src/trusted-manifest.js';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { startTestGateway } from '../../support/gateway.js';
import { subscribeByWebSocket } from '../../support/live-client.js';
import type { TestServer } from '../../support/server.js';

const MANIFEST = 'client/src/generated/persisted-documents.json';
const OPERATIONS = 'client/operations/';
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

/** As Apollo Client sends it. */
const withTypenames = (text: string) => {
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
  const added = {
    SelectionSet: (set: SelectionSetNode) => ({ ...set, selections: [...set.selections, typename] }),
  };
  return print(visit(parse(text), added));
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

  it('is not looked for in extensions that are a text of JSON in a body: that would be parsed without limits', async () => {
    await start({ TRUSTED_DOCUMENTS_ONLY: 'true' });
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: HASH } });
    const answer = await send({ extensions });
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    });
    expect(answer.body).not.toHaveProperty('data');
    expect(upstream.calls()).toEqual([]);
  });

  it('is executed as frontends print it, Apollo Client with __typename in every selection', async () => {
    await start({ TRUSTED_DOCUMENTS_ONLY: 'true' });
    // Fragments may be of another file.
    const printed = [...readOperations(...readdirSync(OPERATIONS).map((file) => OPERATIONS + file)).values()];
    expect(printed).toHaveLength(Object.keys(documents).length);
    for (const query of printed.flatMap((text) => [text, withTypenames(text)])) {
      const { body } = await send({ query });
      // What is executed may well refuse its variables.
      expect(JSON.stringify(body)).not.toContain('trusted documents only');
    }
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

  it.each([
    ['with a field more', TEXT.replace('{ eligibility {', '{ productTypes { id } eligibility {')],
    ['with a field fewer', TEXT.replace('isEligible ', '')],
    ['with a field twice', TEXT.replace('isEligible ', 'isEligible again: isEligible ')],
    ['with a directive', TEXT.replace('{ eligibility {', '{ eligibility @include(if: true) {')],
    ['with a second operation', `${TEXT} query Other { eligibility { isEligible } }`],
    ['that is cut', TEXT.slice(0, -1)],
  ])('is refused, though it is a trusted one %s', async (_, query) => {
    expect(query).not.toBe(TEXT);
    await start({ TRUSTED_DOCUMENTS_ONLY: 'true' });
    expect((await send({ query })).status).toBe(400);
    expect(upstream.calls()).toEqual([]);
  });

  it('is refused, though it takes the steps of a trusted one, in another order', async () => {
    const first = 'first: cancelIdentityVerification { __typename }';
    const second = 'second: cancelIdentityVerification { ... on Rejection { reason message } }';
    const text = `mutation Both { ${first} ${second} }`;
    const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
    const manifest = join(folder, 'manifest.json');
    writeFileSync(manifest, JSON.stringify({ [createHash('sha256').update(text).digest('hex')]: text }));
    await start({ TRUSTED_DOCUMENTS: manifest, TRUSTED_DOCUMENTS_ONLY: 'true' });
    const refusalOf = async (query: string) => JSON.stringify((await send({ query })).body);
    const asPrinted = withTypenames(text.replace('reason message', 'message reason'));
    expect(await refusalOf(asPrinted)).not.toContain('trusted documents only');
    expect(await refusalOf(`mutation Both { ${second} ${first} }`)).toContain('trusted documents only');
    const moved = `mutation Both { ... { ${second} } ${first} }`;
    expect(await refusalOf(moved)).toContain('trusted documents only');
  });

  it.each([
    ['before a fragment', (other: string) => `?query=${other}#&query=x`],
    ['after a fragment', (other: string) => `?query=x#&query=${other}`],
    ['in a fragment', (other: string) => `#?query=${other}`],
    ['first', (other: string) => `?query=${other}&query=x`],
    ['second', (other: string) => `?query=x&query=${other}`],
    ['beside an id', (other: string) => `?documentId=${ID}&documentId=x&query=${other}`],
    ['under a name with a tab in it', (other: string) => `?qu\tery=${other}`],
    ['behind a second question mark', (other: string) => `??query=${other}`],
    ['behind it, with something empty', (other: string) => `??query=${other}&variables=`],
  ])('is refused, wherever in an address it stands: %s', async (_, searchOf) => {
    await start({ TRUSTED_DOCUMENTS_ONLY: 'true' });
    for (const path of ['/graphql', '/graphql/stream']) {
      const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
      const asked = `${path}${searchOf(encodeURIComponent(OTHER.query))}`;
      socket.write(
        `GET ${asked} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer user-token\r\n` +
          'Accept: text/event-stream, application/json\r\n\r\n',
      );
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
    }
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

describe('An automatic persisted query', () => {
  const QUERY = '{ eligibility { isEligible } }';
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const extensionsOf = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
  const extensions = extensionsOf(sha256(QUERY));
  const error = (message: string, code: string) => ({ errors: [{ message, extensions: { code } }] });
  const notSupported = error('PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED');
  const notFound = error('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND');
  const answer = { data: { eligibility: { isEligible: true } } };
  const OFF = { AUTOMATIC_PERSISTED_QUERIES: 'false' };
  const get = async (parameters: Record<string, string>, token = 'user-token') => {
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions), ...parameters });
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${gateway.url}/graphql?${search}`, { headers });
    return { status: response.status, body: await response.json() };
  };

  it('is refused in the form that links of Apollo and urql go on from, by POST and GET', async () => {
    await start();
    expect(await send({ extensions })).toMatchObject({ status: 200, body: notFound });
    expect(await get({})).toMatchObject({ status: 200, body: notFound });
    await gateway.close();
    await start({ NODE_ENV: 'production' });
    expect(await send({ extensions })).toMatchObject({ status: 200, body: notSupported });
    expect(await get({})).toMatchObject({ status: 200, body: notSupported });
  });

  it('is found by its hash once its text came with it, by POST and GET', async () => {
    await start();
    expect(await send({ query: QUERY, extensions })).toMatchObject({ status: 200, body: answer });
    expect(await send({ extensions })).toMatchObject({ status: 200, body: answer });
    expect(await get({})).toMatchObject({ status: 200, body: answer });
    expect(await get({ query: QUERY }, 'another')).toMatchObject({ status: 200, body: answer });
    expect(await get({}, 'another')).toMatchObject({ status: 200, body: answer });
  });

  it('is nobody else’s, and nobody’s without a token', async () => {
    await start();
    await send({ query: QUERY, extensions });
    expect(await get({}, 'another')).toMatchObject({ body: notFound });
    const { url } = gateway;
    const anonymously = async (body: object) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    };
    expect(
      await anonymously({ query: '{ __typename }', extensions: extensionsOf(sha256('{ __typename }')) }),
    ).toMatchObject({ data: { __typename: 'Query' } });
    expect(await anonymously({ extensions: extensionsOf(sha256('{ __typename }')) })).toMatchObject(notFound);
  });

  it('carries pictures by its hash', async () => {
    await start();
    const query = 'mutation ($input: VerifyIdSideInput!) { verifyIdFront(input: $input) { __typename } }';
    const byHash = extensionsOf(sha256(query));
    const input = { image: Buffer.alloc(1_000_000, 255).toString('base64') };
    // Only the field itself looks at what it is: neither the size nor the hash was in the way.
    const noPicture = { code: 'BAD_USER_INPUT', fieldErrors: [{ field: 'input.image' }] };
    for (const sent of [{ query, extensions: byHash }, { extensions: byHash }]) {
      const { body } = await send({ ...sent, variables: { input } });
      expect(body).toMatchObject({ errors: [{ extensions: noPicture }] });
    }
  });

  it('of a wrong hash is told so', async () => {
    await start();
    expect(await send({ query: QUERY, extensions: extensionsOf('0'.repeat(64)) })).toMatchObject({
      status: 400,
      body: { errors: [{ message: expect.stringContaining('is not the SHA-256 of `query`') }] },
    });
  });

  it('is answered where its text comes with it, also where none are remembered', async () => {
    await start(OFF);
    for (const sent of [extensions, extensionsOf('0'.repeat(64))])
      expect(await send({ query: QUERY, extensions: sent })).toMatchObject({ status: 200, body: answer });
  });

  it('is told that trusted documents alone are taken, where that is so', async () => {
    await start({ TRUSTED_DOCUMENTS_ONLY: 'true' });
    for (const body of [{ extensions }, { query: QUERY, extensions }])
      expect(await send(body)).toMatchObject({
        status: 400,
        body: { errors: [{ message: expect.stringContaining('trusted documents only') }] },
      });
  });
});

describe('A manifest of another tool', () => {
  const write = (manifest: object) => {
    const path = join(mkdtempSync(join(tmpdir(), 'manifest-')), 'manifest.json');
    writeFileSync(path, JSON.stringify(manifest));
    return path;
  };

  it('may be Relay’s persisted.json, whose hashes are MD5', () => {
    const id = 'a'.repeat(32);
    expect(readManifest(write({ [id]: 'query A { __typename }' })).get(id)).toBe('query A { __typename }');
  });

  it('may be an apollo-persisted-query-manifest', () => {
    const id = 'b'.repeat(64);
    const operations = [{ id, name: 'B', type: 'query', body: 'query B { __typename }' }];
    const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
    expect(readManifest(write(manifest)).get(id)).toBe('query B { __typename }');
    expect(() => readManifest(write({ ...manifest, operations: [{ id }] }))).toThrow(ConfigError);
  });
});

describe('Over a stream', () => {
  const LIVE = Object.entries(documents).find(([, text]) => text.startsWith('subscription LiveStatus'))?.[0];
  const byId = () =>
    subscribeByWebSocket(gateway.url, 'user-token', {}, '', undefined, {
      persistedQuery: { sha256Hash: LIVE },
    });
  const bySse = (body: object) =>
    fetch(`${gateway.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer user-token' },
      body: JSON.stringify(body),
    });
  const MINE = 'subscription { businessRequestStatusChanged { status } }';

  beforeEach(() => start({ TRUSTED_DOCUMENTS_ONLY: 'true' }));

  it('a trusted document is executed by its id, over WebSocket and server-sent events', async () => {
    const subscription = byId();
    await subscription.atLeast(1);
    await subscription.stop();
    expect(subscription.events[0]?.data).toMatchObject({
      businessRequestStatusChanged: { status: 'APPROVED' },
    });
    const { status, body } = await bySse({ documentId: LIVE });
    expect(status).toBe(200);
    const { value } = (await body?.getReader().read()) ?? {};
    expect(new TextDecoder().decode(value)).toMatch(/^(event: next|:)/);
  });

  it('any other is refused', async () => {
    const subscription = subscribeByWebSocket(gateway.url, 'user-token', {}, MINE);
    await subscription.ended();
    expect(JSON.stringify(subscription.end)).toContain('trusted documents only');
    for (const [sent, error] of [
      [{ query: MINE }, 'trusted documents only'],
      [{ documentId: '0000' }, 'no trusted document of this id'],
    ] as const) {
      const response = await bySse(sent);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringContaining(error), extensions: { requestId: expect.any(String) } }],
      });
    }
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

describe('A manifest that changes while the gateway runs', () => {
  it('is told once a change, and that the next start is refused where it is none any more', async () => {
    await start();
    const path = join(mkdtempSync(join(tmpdir(), 'manifest-')), 'manifest.json');
    const manifest = (text: string) => JSON.stringify({ ['a'.repeat(64)]: text });
    writeFileSync(path, manifest('{ __typename }'));
    const told: string[] = [];
    const look = createManifestCheck(path, { warn: (...[fact]: unknown[]) => void told.push(String(fact)) });
    const write = (text: string) => {
      writeFileSync(path, text);
      for (let number = 0; number < 2; number += 1) look();
      return told.splice(0);
    };
    // Touched, and the same.
    expect(write(manifest('{ __typename }'))).toEqual([]);
    expect(write(manifest('query A { __typename }'))).toEqual([
      'TRUSTED_DOCUMENTS has changed: the documents that were read at the start stay until the next start',
    ]);
    expect(write('{ "cut sh')).toEqual([expect.stringMatching(/is no manifest now.*will be refused$/)]);
    rmSync(path);
    look();
    expect(told.splice(0)).toEqual([expect.stringMatching(/is no manifest now/)]);
    expect(write(manifest('query A { __typename }'))).toHaveLength(1);
  });
});
