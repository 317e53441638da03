import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isPrivateName } from '../../sandbox/src/control/same-origin-guard.js';
import { TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
});
afterAll(() => sandbox.close());

/** `fetch` writes some of these headers itself. */
function statusOf(
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${sandbox.url}/sandbox/${path}`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

describe('a page of another site in a developer’s browser', () => {
  it('can’t order anything by way of the browser', async () => {
    expect(await statusOf('POST', 'reset', { origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf('POST', 'reset', { origin: 'null' })).toBe(403);
    expect(
      await statusOf('GET', 'inbox', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }),
    ).toBe(403);
    expect(
      await statusOf('POST', 'reset', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
    ).toBe(403);
  });

  it('can’t either by a name of its own that leads to this machine', async () => {
    const { port } = new URL(sandbox.url);
    const host = `evil.example:${port}`;
    expect(await statusOf('GET', 'inbox', { host })).toBe(403);
    expect(await statusOf('POST', 'reset', { host, origin: `http://${host}` })).toBe(403);
    expect(await statusOf('GET', '', { host })).toBe(403);
  });

  it('may link to the console', async () => {
    expect(await statusOf('GET', '', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(
      200,
    );
  });
});

describe('the control API', () => {
  it('serves its own page, and anybody who is no browser', async () => {
    expect(await statusOf('GET', 'inbox', {})).toBe(200);
    expect(await statusOf('GET', 'inbox', { origin: sandbox.url, 'sec-fetch-site': 'same-origin' })).toBe(
      200,
    );
    expect(await statusOf('POST', 'reset', { origin: sandbox.url })).toBe(200);
  });
});

describe('a name that nobody can buy', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    '127.0.0.1',
    '[::1]',
    '192.168.1.7',
    'sandbox',
    'a.localhost',
    'mac.local',
    'vlens.internal',
  ])('is %s', (name) => expect(isPrivateName(name)).toBe(true));
  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io', 'evil.example.', ''])(
    'is not %s',
    (name) => expect(isPrivateName(name)).toBe(false),
  );
});
