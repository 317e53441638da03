/** Several times what the largest operation of the documentation has (docs/decisions/0013). */
export const DOCUMENT_LIMITS = {
  characters: 100_000,
  lines: 2000,
  tokens: 5000,
  depth: 12,
  aliases: 200,
  directives: 50,
  cost: 20_000,
  /** Objects that are asked for by their ids: each has a read and, where that fails, an error of its own. */
  ids: 300,
  /** Pairs of fields with one name in the response, of fragments with fields, and of the same argument. */
  comparisons: 100_000,
  /** Mistakes that are told of one document: each costs a walk over its lines. */
  errors: 10,
};

/**
 * Why the text of a document is refused unread; null where it is within the limits. graphql-js counts the lines before each
 * error that it finds, so that many errors after many empty lines cost their product.
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

/** The sentence for a document beyond a limit. */
export function tooMuch(what: string): string {
  return `The operation has ${what}: ask for less at once, in several operations.`;
}
