/** Values that must not appear in anything that the gateway prints or says in an error. */
export class Secrets {
  private readonly values = new Map<string, string>();

  /** Short values are found in innocent numbers too: not in a longer number or id, nor before or after its point. */
  add(kind: string, value: string): void {
    if (value !== '') this.values.set(value, kind);
  }

  /** How many of them are in the text, by kind. */
  foundIn(text: string): Map<string, number> {
    const found = new Map<string, number>();
    for (const [value, kind] of this.values) {
      const isThere = /^\d+$/.test(value)
        ? new RegExp(`(?<![\\da-f-]|\\d\\.)${value}(?![\\da-f-]|\\.\\d)`).test(text)
        : text.includes(value);
      if (isThere) found.set(kind, (found.get(kind) ?? 0) + 1);
    }
    return found;
  }
}
