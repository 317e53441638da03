/** Roughly how much memory a read answer holds, in bytes: texts by their length, everything else by its parts. */
export function approximateBytes(value: unknown): number {
  let bytes = 0;
  const parts: unknown[] = [value];
  while (parts.length > 0) {
    const part = parts.pop();
    if (typeof part === 'string') bytes += 16 + part.length * 2;
    else if (Array.isArray(part)) {
      bytes += 32;
      parts.push(...part);
    } else if (part !== null && typeof part === 'object' && !(part instanceof Date)) {
      const inner = Object.values(part);
      bytes += 48 + inner.length * 8;
      parts.push(...inner);
    } else bytes += 16;
  }
  return bytes;
}
