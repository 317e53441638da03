import { afterEach, describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../src/vlens/answer.js';
import type { VlensCaller } from '../../src/vlens/caller.js';
import { Pipeline } from '../../src/vlens/pipeline.js';
import type { TestServer } from '../support/server.js';
import { aServer, type Resolvers, vlensWith } from './a-server.js';

const SDL = 'type Query { products: String login: String }';
const RESOLVERS: Resolvers = {
  products: async (_root, _args, { vlens }) => (await vlens.listProductTypes({})).kind,
  login: async (_root, _args, { vlens }) =>
    (
      await vlens.login({
        geoLocation: { latitude: 0, longitude: 0 },
        phoneNumber: '',
        password: '',
        deviceId: '',
      })
    ).kind,
};

let server: TestServer;
afterEach(() => server.close());

/** The token that Vlens was spoken to with, and what the client was answered. */
async function ask(authorization: string | undefined, document: string) {
  const tokens: (string | null)[] = [];
  const session = {
    kind: 'session' as const,
    accessToken: '',
    isDigitalIdentityVerified: null,
    hasPendingRequest: null,
    user: null,
  };
  const pipeline = new Pipeline({
    send: async ({ name, caller }): Promise<Outcome> => {
      tokens.push(caller.token);
      return { kind: 'accepted', value: name === 'login' ? session : [] };
    },
  });
  const vlens = { ...vlensWith({}), for: (caller: VlensCaller) => pipeline.for(caller) };
  server = await aServer(SDL, RESOLVERS, vlens);
  const answer = await server.query(
    document,
    {},
    { headers: authorization === undefined ? {} : { authorization } },
  );
  return { tokens, ...answer };
}

describe('the caller’s Authorization', () => {
  it.each([
    ['Bearer abc.DEF-123_~+/==', 'abc.DEF-123_~+/=='],
    ['bearer abc', 'abc'],
    ['Bearer   abc ', 'abc'],
  ])('%j is passed on to Vlens', async (header, token) => {
    const { tokens, body } = await ask(header, '{ products }');
    expect(tokens).toEqual([token]);
    expect(body.data).toEqual({ products: 'accepted' });
  });

  it('may be missing where nobody is logged in yet', async () => {
    const { tokens, body } = await ask(undefined, '{ login }');
    expect(tokens).toEqual([null]);
    expect(body.data).toEqual({ login: 'accepted' });
  });

  it('that is missing elsewhere is UNAUTHENTICATED, and Vlens is not asked', async () => {
    const { tokens, body } = await ask(undefined, '{ products }');
    expect(tokens).toEqual([]);
    expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it.each(['Basic dXNlcjpNQVJLRUQ=', 'Bearer', 'MARKED', 'Bearer two MARKED', 'Bearer "MARKED"'])(
    'that can’t be read is UNAUTHENTICATED, and never anonymous: %j',
    async (header) => {
      const answer = await ask(header, '{ products }');
      expect(answer.body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      expect(answer.text + JSON.stringify(server.logs)).not.toContain('MARKED');
    },
  );

  it('that can’t be read does not stand in the way of logging in', async () => {
    expect((await ask('MARKED', '{ login __typename }')).body).toEqual({
      data: { login: 'accepted', __typename: 'Query' },
    });
  });
});
