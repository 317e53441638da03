import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What takes the longest is to read axe: once for a page, the smallest there is, and told back to nobody. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GIVEN = `${AXE}; undefined`;

/** What colours and words decide: of a page that is whole in one language, the rest is the same in the other. */
export const COLOURS_AND_WORDS = [
  'color-contrast',
  'link-in-text-block',
  'target-size',
  'document-title',
  'html-lang-valid',
];

/** What somebody can't read on the page as it is now: rules of axe that it breaks (all, or these), and how far it sticks out to the side. */
export async function unreadableParts(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(GIVEN);
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `axe.run({ runOnly: ${JSON.stringify(rules ? { type: 'rule', values: rules } : RULES)}, resultTypes: ['violations'] })
      .then(({ violations }) => ({ violations }))`,
  );
  const out = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    ...(out > 0 ? [`${out} pixels stick out`] : []),
  ];
}
