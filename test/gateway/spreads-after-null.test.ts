import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { spreadsAfterNull } from '../../scripts/spreads-after-null.mjs';

const LITERALS = [
  'export const make = (x) => ({ ...x, a: 1 });',
  'export const make = (x) => ({ ...x, ...{ y: 2 }, get b() { return x.p; } });',
  'export const make = (x) => ({ ...x, inner: { ...x, a: [{ ...x, q: "later" }] } });',
  'export const make = ({ p, ...others }) => ({ ...others, "p": p, [p]: 1 });',
  'export const make = (x) => ({ ...(x.p ? { z: 1 } : {}), get made() { return { ...x, more: this.z }; } });',
  'export const make = (x) => ({ /* why */ ...x, // and how\n __proto__: null, a: "{ ...x, a: 1 }" });',
];

describe('The literals of the bundle', () => {
  it.each(LITERALS)('mean the same after a spread of null: %s', async (code) => {
    const [before, after] = await Promise.all([moduleOf(code), moduleOf(spreadsAfterNull(code))]);
    expect(spreadsAfterNull(code)).toContain('...null, ...');
    const source = { p: 'word', q: 2 };
    expect(after.make(source)).toEqual(before.make(source));
    expect(Object.keys(after.make(source))).toEqual(Object.keys(before.make(source)));
  });

  it('are left alone where nothing comes after the spread, or something before it', () => {
    const code = 'export const make = (x) => [{ ...x }, { a: 1, ...x }, [...x], f(...x, 1)];';
    expect(spreadsAfterNull(code)).toBe(code);
  });

  it('have one hidden class however often they are evaluated', () => {
    const literal = '(x) => ({ ...x, a: 1, b: 2 })';
    expect(hiddenClassesOf(spreadsAfterNull(literal))).toBe('1');
  });
});

function moduleOf(code: string): Promise<{ make: (source: object) => object }> {
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

/** Of a thousand objects that a function makes one after the other. */
function hiddenClassesOf(make: string): string {
  const count = `const make = ${make}; let last = make({ p: 1 }); let count = 1;
    for (let i = 0; i < 1000; i += 1) { const next = make({ p: i }); if (!%HaveSameMap(last, next)) count += 1; last = next; }
    console.log(count);`;
  return execFileSync(process.execPath, ['--allow-natives-syntax', '-e', count], { encoding: 'utf8' }).trim();
}
