import { env } from 'node:process';
import { DIALECTS, type Dialect, type EnvelopeAnswer, inDialect } from '../../sandbox/src/rules/dialects.js';

/** What the sandbox and the fake upstream speak in this run of the tests: `SANDBOX_DIALECT=sdk npm test -- test/gateway`. */
export function testedDialect(): Dialect | null {
  const wanted = env.SANDBOX_DIALECT ?? '';
  return DIALECTS.find((dialect) => dialect === wanted) ?? null;
}

/**
 * An answer as it is told in this run. What is no envelope, what comes under another status and what says 0 itself is what a test
 * is about: it stays.
 */
export function inTestedDialect(
  path: string,
  answer: { status?: number; body?: unknown },
): EnvelopeAnswer | null {
  const dialect = testedDialect();
  const { status = 200, body } = answer;
  return dialect && status === 200 && isEnvelope(body) ? inDialect(dialect, path, { status, body }) : null;
}

function isEnvelope(body: unknown): body is EnvelopeAnswer['body'] {
  if (typeof body !== 'object' || body === null || !('data' in body) || !('error_code' in body)) return false;
  return body.error_code === null || Number(body.error_code) > 0;
}
