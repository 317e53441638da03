/**
 * Strings, comments and numbers. Malformed numbers are left to the parser. An unterminated string matches up to its end; otherwise each
 * quote in it would start another match.
 */
const LITERALS =
  /"(?:[^"\\\n\r]|\\.)*"?|#[^\n\r]*|(?<![\w.])-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/g;
/** A string without escapes and without characters that GraphQL does not allow in strings. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const PLAIN_TEXT = /^"[^"\\\u0000-\u001f\ud800-\udfff]*"$/;

/** The document with each value replaced by a placeholder of the same length, which is a document too. */
export function shapeOf(text: string): { shape: string; values: string[]; starts: number[] } {
  const values: string[] = [];
  const starts: number[] = [];
  // A block string may contain anything, and the document may already use our variable names.
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

/** The prefix of our variable names. Documents that contain such a name are left unchanged. */
const PREFIX = '_value';

/** The name of the variable for the value at this index. */
export function nameOf(at: number): string {
  return `${PREFIX}${at}`;
}
