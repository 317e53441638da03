/** What secret an input or an answer holds under a name, wherever it stands in it. */
const SENT: Record<string, string> = {
  deviceId: 'device id',
  image: 'picture',
  face1: 'picture',
  face2: 'picture',
  face3: 'picture',
  value: 'form value',
};
const ANSWERED: Record<string, string> = {
  accessToken: 'token',
  refreshToken: 'refresh token',
  securityHash: 'signing link hash',
};

/** A longer value is looked for by so many of its first characters: the text is walked once, however many values there are. */
const WINDOW = 16;
/** Of a picture a slice is looked for at every so many characters, so that any part of it that is a little longer is found. */
const PICTURE_STEP = 1024;
const PICTURE_SLICE = 32;
/** A slice with fewer different characters is of one colour, and many pictures have it. */
const MIN_CHARACTERS_OF_SLICE = 12;

/** Values that must not appear in anything that the gateway prints or says in an error. */
export class Secrets {
  private readonly short = new Map<string, string>();
  /** The kinds of longer values, by value, by what the value begins with. */
  private readonly long = new Map<string, Map<string, string>>();
  /** Pictures that were sent before, by their length and end. */
  private readonly pictures = new Set<string>();

  /** Short values are found in innocent numbers too: not in a longer number or id, nor before or after its point. */
  add(kind: string, value: string): void {
    if (value.length < WINDOW || /^\d+$/.test(value)) {
      if (value !== '') this.short.set(value, kind);
      return;
    }
    const start = value.slice(0, WINDOW);
    const others = this.long.get(start) ?? new Map<string, string>();
    this.long.set(start, others.set(value, kind));
  }

  /** Adds what is secret in the variables of an operation. */
  addSent(variables: unknown): void {
    this.addNamed(variables, SENT);
  }

  /** Adds what is secret in an operation's answer. */
  addAnswered(answer: unknown): void {
    this.addNamed(answer, ANSWERED);
  }

  /** How many of them are in the text, by kind. */
  foundIn(text: string): Map<string, number> {
    const found = new Map<string, number>();
    const note = (kind: string) => found.set(kind, (found.get(kind) ?? 0) + 1);
    for (const [value, kind] of this.short) {
      const isThere = /^\d+$/.test(value)
        ? new RegExp(`(?<![\\da-f-]|\\d\\.)${value}(?![\\da-f-]|\\.\\d)`).test(text)
        : text.includes(value);
      if (isThere) note(kind);
    }
    const seen = new Set<string>();
    for (let at = 0; at + WINDOW <= text.length; at += 1) {
      for (const [value, kind] of this.long.get(text.slice(at, at + WINDOW)) ?? []) {
        if (seen.has(value) || !text.startsWith(value, at)) continue;
        seen.add(value);
        note(kind);
      }
    }
    return found;
  }

  private addNamed(source: unknown, kinds: Record<string, string>): void {
    if (typeof source !== 'object' || source === null) return;
    for (const [name, value] of Object.entries(source)) {
      if (typeof value !== 'string') this.addNamed(value, kinds);
      else if (Object.hasOwn(kinds, name)) this.addKind(kinds[name] ?? name, value);
    }
  }

  private addKind(kind: string, value: string): void {
    if (kind === 'picture') this.addPicture(kind, value);
    // What a customer chooses of a list, or a number, is no secret in itself, and stands elsewhere, too.
    else if (kind === 'form value') value.length >= WINDOW && this.add(kind, value);
    else for (const part of kind === 'device id' ? [value] : partsOf(value)) this.add(kind, part);
  }

  private addPicture(kind: string, base64: string): void {
    const key = `${base64.length} ${base64.slice(-PICTURE_SLICE)}`;
    if (this.pictures.has(key)) return;
    this.pictures.add(key);
    const last = base64.replace(/=+$/, '').length - PICTURE_SLICE;
    for (let at = 0; at < last + PICTURE_STEP; at += PICTURE_STEP) {
      const start = Math.min(at, last);
      const slice = base64.slice(start, start + PICTURE_SLICE);
      // A copy, since a slice would keep the whole picture in memory.
      if (new Set(slice).size >= MIN_CHARACTERS_OF_SLICE) this.add(kind, Buffer.from(slice).toString());
    }
  }
}

/** The halves of a token, and of a JWT what it claims and its signature. What it begins with is no secret: all have it. */
function partsOf(token: string): string[] {
  const middle = Math.floor(token.length / 2);
  const [, ...segments] = token.split('.');
  const parts = [token.slice(0, middle), token.slice(middle), ...segments];
  return [token, ...parts.filter(({ length }) => length >= WINDOW)];
}
