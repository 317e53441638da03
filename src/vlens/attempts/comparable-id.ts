/**
 * An id in one spelling, since Vlens may take several for the same: case, spaces, and the forms in which .NET reads a UUID
 * (without hyphens, in braces or parentheses). Only for counting: what is sent stays as it came.
 */
export function comparableId(id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  const plain = id.normalize('NFKC').toLowerCase().replace(/\s/gu, '');
  const digits = plain.replace(/0x|[-{}(),]/g, '');
  return /^[0-9a-f]{32}$/.test(digits) ? digits : plain;
}
