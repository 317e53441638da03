import { createRequire } from 'node:module';

/** What is used of bidi-js: its own types describe an ES module, and what Node loads is a CommonJS one. */
interface Bidi {
  getEmbeddingLevels(text: string, base: Direction): { levels: Uint8Array };
  getMirroredCharacter(character: string): string | null;
}
const require = createRequire(import.meta.url);
const bidiFactory: () => Bidi = require('bidi-js');
const bidi = bidiFactory();

export type Direction = 'ltr' | 'rtl';

/** A piece of a line that is drawn in one direction. */
export interface Run {
  text: string;
  direction: Direction;
}

/** Letters and figures whose shaping also turns the glyphs of their run around. */
const TURNED_BY_SHAPING = /[\p{Script=Arabic}٠-٩]/u;
/** A date, a phone number, a decimal: its parts keep their order, whatever stands around them. */
const FIGURES = /\+[\d٠-٩]+|[\d٠-٩]+(?:[.,:/-][\d٠-٩]+)+%?|[\d٠-٩]+%/g;
/** Isolated from the line and, inside, from left to right even with Arabic figures, which else part at a hyphen. */
const KEPT_TOGETHER = '\u2066\u202d$&\u202c\u2069';
const CONTROLS = /[\u2066\u2069\u202c\u202d]/;
/** Vowel marks before their shadda: Unicode's own order, but shaping stacks in the order that it gets (UAX 53). */
const MARKS_BEFORE_SHADDA = /([\u064b-\u0650]+)\u0651/g;

/**
 * One line's runs from left to right, by the Unicode bidirectional algorithm (UAX 9): Arabic reads right to left,
 * figures and Latin words inside it left to right, brackets turn with their direction.
 */
export function visualRuns(line: string, base: Direction): Run[] {
  const text = line.replace(MARKS_BEFORE_SHADDA, '\u0651$1').replace(FIGURES, KEPT_TOGETHER);
  const levels = bidi.getEmbeddingLevels(text, base);
  const runs: { text: string; level: number }[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (CONTROLS.test(character)) continue;
    const level = levels.levels[index] ?? 0;
    const last = runs.at(-1);
    if (last && last.level === level) last.text += character;
    else runs.push({ text: character, level });
  }
  return joined(reordered(runs).map(({ text, level }) => drawable(text, level % 2 === 1 ? 'rtl' : 'ltr')));
}

/** Figures among Latin words are drawn with them: the font has another full stop and colon for Latin than for Arabic. */
function joined(runs: Run[]): Run[] {
  const isLatin = ({ text, direction }: Run) => direction === 'ltr' && !TURNED_BY_SHAPING.test(text);
  const drawn: Run[] = [];
  for (const run of runs) {
    const last = drawn.at(-1);
    if (last && isLatin(last) && isLatin(run)) last.text += run.text;
    else drawn.push({ ...run });
  }
  return drawn;
}

/** Shaping turns what has Arabic in it around, and nothing else; brackets it leaves as they are. */
function drawable(text: string, direction: Direction): Run {
  const isTurned = TURNED_BY_SHAPING.test(text);
  if (direction === 'rtl') return { text: isTurned ? mirrored(text) : backwards(mirrored(text)), direction };
  return { text: direction === 'ltr' && isTurned ? backwards(text) : text, direction };
}

/** Rule L2: from the highest level down to the lowest odd one, every stretch of that level or above is reversed. */
function reordered<T extends { level: number }>(runs: T[]): T[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level >= 1; level -= 1) {
    for (let start = 0; start < ordered.length; ) {
      let end = start;
      while (end < ordered.length && (ordered[end]?.level ?? 0) >= level) end += 1;
      ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = Math.max(end, start + 1);
    }
  }
  return ordered;
}

function mirrored(text: string): string {
  return [...text].map((character) => bidi.getMirroredCharacter(character) ?? character).join('');
}

function backwards(text: string): string {
  return [...text].reverse().join('');
}
