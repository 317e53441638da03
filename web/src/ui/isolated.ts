/** A number or an address keeps its own direction in an Arabic sentence (Unicode's isolates). */
export function isolated(text: string): string {
  return `\u2066${text}\u2069`;
}
