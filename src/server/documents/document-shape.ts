/**
 * Texts, comments and numbers; a number that is written as none of GraphQL's is left to the parser. So is a text that has no end: it is
 * taken as far as it goes, or each quote in it would be the start of another one.
 */
const LITERALS =
  /"(?:[^"\\\n\r]|\\.)*"?|#[^\n\r]*|(?<![\w.])-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/g;
/** Without escapes, and without what the language allows in no text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const PLAIN_TEXT = /^"[^"\\\u0000-\u001f\ud800-\udfff]*"$/;

/** A document without its values, each as long as it was: a document too. */
export function shapeOf(text: string): { shape: string; values: string[]; starts: number[] } {
  const values: string[] = [];
  const starts: number[] = [];
  // A block string holds anything, and a name may be taken.
  if (text.includes('"""') || text.includes(`$${PREFIX}`)) return { shape: text, values, starts };
  const shape = text.replace(LITERALS, (literal, start: number) => {
    const isText = literal.startsWith('"');
    if (literal.startsWith('#') || (isText && !PLAIN_TEXT.test(literal))) return literal;
    values.push(literal);
    starts.push(start);
    return isText ? `"${'_'.repeat(literal.length - 2)}"` : literal.replace(/\d/g, '1');
  });
  return { shape, values, starts };
}

/** No client's own variable begins so: documents in which one does are left as they are. */
const PREFIX = '_value';

/** The variable of the value at this place. */
export function nameOf(at: number): string {
  return `${PREFIX}${at}`;
}
