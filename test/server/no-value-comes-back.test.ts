import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { startTestGateway } from '../support/gateway.js';
import { markedOperations } from '../support/marked-inputs.js';
import type { TestServer } from '../support/server.js';

/** Says yes to everything, with nothing in it: what comes back comes from the gateway. */
const upstream = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('content-type', 'application/json').end('{"error_code":null,"data":null}');
  });
});
const schema = await buildGatewaySchema();
let gateway: TestServer;

beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  gateway = await startTestGateway({
    vlensUrl: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
  });
});
afterAll(async () => {
  await gateway.close();
  await new Promise((resolve) => upstream.close(resolve));
});

const MARKS = /MARKED|90210777/;
/** Where a text may be as long as a photograph. */
const PICTURES = /\.(image|face\d|faces(\.0)?)$/;

describe.each<[string, unknown, RegExp?]>([
  ['a text', 'MARKED'],
  ['a text longer than any but a picture may be', 'MARKED'.repeat(4_000)],
  ['a text longer than a picture may be', 'MARKED'.repeat(120_000), PICTURES],
  ['a number', 90210777],
  ['a fraction', 0.90210777],
  ['an object', { x: 'MARKED', y: 90210777 }],
  ['a list', ['MARKED', 90210777]],
])('%s', (_kind, mark, where = /./) => {
  const operations = markedOperations(schema, mark).filter(({ position }) => where.test(position));

  it.each(operations)('is never repeated: $position', async (operation) => {
    for (const answer of [
      await gateway.query(operation.document, operation.variables, { token: 'MARKED' }),
      await gateway.query(operation.literalDocument, {}, { token: 'MARKED' }),
    ]) {
      expect([200, 400]).toContain(answer.status);
      expect(answer.text).not.toMatch(MARKS);
      expect(answer.text).not.toContain('INTERNAL_SERVER_ERROR');
    }
    expect(JSON.stringify(gateway.logs.splice(0))).not.toMatch(MARKS);
  });
});
