import { afterEach, expect, it } from '@jest/globals';
import type { TestServer } from '../support/server.js';
import { aServer } from './a-server.js';

let server: TestServer;
afterEach(() => server.close());

it('Anybody who may not read the schema is told which setting allows it', async () => {
  const production = { INTROSPECTION: 'false' };
  server = await aServer('type Query { hello: String }', { hello: () => 'x' }, undefined, production);
  const { status, body } = await server.query('{ __schema { types { name } } }');
  expect(status).toBe(400);
  expect(body.errors?.[0]?.message).toContain('INTROSPECTION=true');
  expect(body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});
