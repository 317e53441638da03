const ANY = Number.POSITIVE_INFINITY;

/** Limits for a JSON text before it is parsed. */
export interface JsonTextLimits {
  depth?: number;
  values?: number;
  /** Arrays and objects. */
  containers?: number;
}

/** Which limit a JSON text exceeds; null if none. The scan stops at the first exceeded limit. The content of strings does not count. */
export function exceededBy(
  text: string,
  { depth: maxDepth = ANY, values: maxValues = ANY, containers: maxContainers = ANY }: JsonTextLimits,
): keyof JsonTextLimits | null {
  let depth = 0;
  let values = 1;
  let containers = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === ',') values += 1;
    else if (character === '[' || character === '{') {
      values += 1;
      depth += 1;
      containers += 1;
      if (depth > maxDepth) return 'depth';
      if (containers > maxContainers) return 'containers';
    } else if (character === ']' || character === '}') depth -= 1;
    if (values > maxValues) return 'values';
  }
  return null;
}

/**
 * Where the string that starts here ends. Pictures are long strings, so this searches for the closing quote instead of scanning each
 * character.
 */
function endOfString(text: string, start: number): number {
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
  } while (isEscaped(text, end));
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
