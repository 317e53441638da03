import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { markedOperations } from '../support/marked-inputs.js';
import type { TestServer } from '../support/server.js';

/** For queries and mutations each. */
const OPERATIONS = 2500;
const AT_ONCE = 40;

/** One operation for every place of the schema where a value can stand. */
const PLACES = markedOperations(await buildGatewaySchema(), 'mark');
const QUERIES = PLACES.filter(({ document }) => document.startsWith('query'));
const MUTATIONS = PLACES.filter(({ document }) => document.startsWith('mutation'));

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202e',
    '-0',
    'NaN',
    '1e999',
    '0x10',
    'null',
    '../../etc/passwd',
  ),
  fc.constantFrom('__proto__', "' OR 1=1 --", '$(7*7)', '%00', '\r\nSet-Cookie: a=b', 'x'.repeat(5000)),
  fc.uuid(),
);
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e308, -0, 91, -91, 181, 0.1 + 0.2),
);
const value = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, [], {}, [[[]]]) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 6 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ constructor: { prototype: 1 } }, { length: -1 }, { toString: null }),
  },
);

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  const env = { MAX_FAILED_ATTEMPTS_PER_IP: '0', CACHE_MAX_AGE_MS: '0' };
  gateway = await startTestGateway({ vlensUrl: upstream.url, env });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

/** Puts a value in the marked place of an operation's variables. */
function withValue(variables: unknown, put: unknown): unknown {
  if (variables === 'mark') return put;
  if (Array.isArray(variables)) return variables.map((each) => withValue(each, put));
  if (typeof variables !== 'object' || variables === null) return variables;
  return Object.fromEntries(Object.entries(variables).map(([name, each]) => [name, withValue(each, put)]));
}

describe('Thousands of hostile values', () => {
  it.each([
    ['queries', QUERIES],
    ['mutations', MUTATIONS],
  ])(
    'in %s bring neither the gateway down nor anything but the contract to Vlens',
    async (_, places) => {
      const values = fc.sample(value, OPERATIONS);
      const errors: string[] = [];
      const send = async (number: number) => {
        const { position, document, variables } = places[number % places.length] ?? places[0] ?? never();
        const put = values[number];
        const token = `caller-${number % 100}`;
        const { status, body } = await gateway.query(document, withValue(variables, put) as never, { token });
        const codes = body.errors?.map(({ extensions }) => extensions.code) ?? [];
        const isWell =
          status < 500 && !codes.includes('INTERNAL_SERVER_ERROR') && ('data' in body || codes.length > 0);
        if (!isWell) errors.push(`${position} ${JSON.stringify(put)?.slice(0, 200)}: ${status} ${codes}`);
      };
      for (let from = 0; from < OPERATIONS; from += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, (_each, n) => send(from + n)));
        gateway.logs.length = 0;
      }
      expect(errors).toEqual([]);
      expect(upstream.calls().length).toBeGreaterThan(0);
      const violations = upstream
        .calls()
        .flatMap((call) => call.violations.map((each) => `${call.endpoint}: ${each}`));
      expect([...new Set(violations)]).toEqual([]);
      upstream.reset();
    },
    300_000,
  );
});

function never(): never {
  throw new Error('There is no operation.');
}
