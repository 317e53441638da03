import { describe, expect, it } from '@jest/globals';
import { verdictOf } from '../scripts/audit.mjs';

const answer = (...severities: string[]) =>
  JSON.stringify({
    metadata: { vulnerabilities: {} },
    vulnerabilities: Object.fromEntries(
      severities.map((severity, at) => [`package-${at}`, { name: `package-${at}`, severity, range: '<2' }]),
    ),
  });

describe('npm run audit', () => {
  it('fails for serious advisories, and names their packages', () => {
    for (const severity of ['high', 'critical']) {
      const { isClean, lines } = verdictOf(answer('low', severity));
      expect(isClean).toBe(false);
      expect(lines).toEqual([
        `${severity}: package-1 <2`,
        '1 packages with serious advisories, 1 with lesser ones.',
      ]);
    }
  });

  it('passes where there are none, or lesser ones', () => {
    for (const text of [answer(), answer('low', 'moderate')])
      expect(verdictOf(text)).toMatchObject({ isAnswered: true, isClean: true });
  });

  it('says what to scan where the registry answers none', () => {
    for (const text of [JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 }), '', 'null']) {
      const { isAnswered, isClean, lines } = verdictOf(text);
      expect([isAnswered, isClean]).toEqual([false, true]);
      expect(lines.join(' ')).toContain('npm run sbom');
    }
  });
});
