import { readFileSync } from 'node:fs';

/** The user that docs/how-to/redis.md tells operators to make. */
export const REDIS_USER = 'vlens:PASSWORD';

/** Its rule as the page has it, with what the page adds for some. */
export function redisUserRule(...more: string[]): string {
  const page = readFileSync('docs/how-to/redis.md', 'utf8');
  const [, rule = ''] = /^user (vlens .*)$/m.exec(page) ?? [];
  for (const added of more)
    if (!page.includes(`\`${added}\``)) throw new Error(`The page does not say ${added}.`);
  return [rule, ...more].join(' ');
}
