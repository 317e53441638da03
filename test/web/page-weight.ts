import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect } from '@jest/globals';

/**
 * How many bytes of script a page may come to load, gzipped as they are sent: what it begins with, and all that this may import later, but
 * for what has such a name.
 */
export function scriptWeight(folder: string, page: string, without: RegExp = /^$/): number {
  const seen = new Set<string>();
  const waiting = namesIn(readFileSync(join(folder, page), 'utf8')).filter(isScript);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name) || without.test(name)) continue;
    seen.add(name);
    waiting.push(...namesIn(readFileSync(join(folder, 'assets', name), 'utf8')).filter(isScript));
  }
  return sizesOf(folder, [...seen], 'gz').reduce((sum, size) => sum + size, 0);
}

/** What the page itself weighs on the wire, with what stands in it, to anybody who takes Brotli. */
export function pageWeight(folder: string, page: string): number {
  return brotliCompressSync(readFileSync(join(folder, page))).length;
}

/**
 * What goes over the wire before the first screen does what it says, to anybody who takes Brotli: the page with what it names, and the larger
 * of the two languages, whose files are called so.
 */
export function firstScreenWeight(
  folder: string,
  page: string,
  ...languages: [ar: string, en: string][]
): number {
  const isOfLanguage = (file: string) => languages.flat().some((name) => isNamed(file, name));
  const named = namesIn(readFileSync(join(folder, page), 'utf8')).filter((file) => !isOfLanguage(file));
  const texts = languages.map((names) =>
    Math.max(
      ...names.map((name) => {
        const file = readdirSync(join(folder, 'assets')).find((each) => isNamed(each, name));
        return sizesOf(folder, [file ?? ''], 'br')[0] ?? 0;
      }),
    ),
  );
  const scripts = sizesOf(folder, [...new Set(named)], 'br');
  return [pageWeight(folder, page), ...scripts, ...texts].reduce((sum, size) => sum + size, 0);
}

function isNamed(file: string, name: string): boolean {
  return file.startsWith(`${name}-`) && isScript(file) && file.length === name.length + '-12345678.js'.length;
}

function sizesOf(folder: string, names: string[], coding: 'gz' | 'br'): number[] {
  return names.map((name) => statSync(join(folder, 'assets', `${name}.${coding}`)).size);
}

function isScript(name: string): boolean {
  return name.endsWith('.js');
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/[./"'`]([\w-]+-[\w-]{8}\.(?:js|css))["'`\s]/g)].map(([, name = '']) => name);
}

/** Holds the docs to what things weigh: after such words stands the number of kB. What is less than that apart is told all the same: 2 kB. */
export function expectTold(file: string, weights: [bytes: number, words: string][]): void {
  const text = readFileSync(file, 'utf8').replace(/\s+/g, ' ');
  const told = weights.map(([bytes, words]) => {
    const [, kB] = /^[^.|]*?(\d+) kB/.exec(text.split(words)[1] ?? '') ?? [];
    return [
      words,
      Math.abs(Number(kB) - bytes / 1000) <= 2 ? 'told' : `${Math.round(bytes / 1000)} kB, told ${kB}`,
    ];
  });
  expect(told).toEqual(weights.map(([, words]) => [words, 'told']));
}
