/** Several times the size of the largest operation in the documentation (docs/decisions/0013). */
export const DOCUMENT_LIMITS = {
  characters: 100_000,
  lines: 2000,
  tokens: 5000,
  depth: 12,
  aliases: 200,
  /** Characters of one alias. Each item of a list is written with it, so its length multiplies. */
  alias: 256,
  directives: 50,
  cost: 20_000,
  /** Objects requested by lists of their ids. Each needs a read and, if that fails, an error of its own. */
  ids: 300,
  /** Pairs of fields with the same response name, of fragments and fields, and of duplicate arguments. */
  comparisons: 100_000,
  /** Mistakes reported for one document; each costs a walk over the document's lines. */
  errors: 10,
};

/**
 * The reason why a document is refused before it is parsed; null if its text is within the limits. graphql-js counts the lines before each
 * error that it finds, so the cost of many errors after many empty lines is their product.
 */
export function textError(text: string): string | null {
  const { characters, lines } = DOCUMENT_LIMITS;
  if (text.length > characters)
    return `${tooMuch(`more than ${characters} characters`)} Values belong in variables.`;
  return hasMoreLines(text, lines) ? tooMuch(`more than ${lines} lines`) : null;
}

const LINE_ENDS = /\r\n|[\n\r]/g;

function hasMoreLines(text: string, most: number): boolean {
  if (text.length < most) return false;
  let lines = 1;
  for (const _end of text.matchAll(LINE_ENDS)) {
    lines += 1;
    if (lines > most) return true;
  }
  return false;
}

/** The message for a document above a limit. */
export function tooMuch(what: string): string {
  return `The operation has ${what}: ask for less at once, in several operations.`;
}
