const BESIDES_ITS_CHARACTERS_BYTES = 16;
const BEYOND_LATIN_1 = /[\u0100-\uffff]/;

/** The memory of a text in V8: one byte per character; two per character, English ones included, if any of them is Arabic. */
export function bytesOfText(text: string): number {
  const ofEach = BEYOND_LATIN_1.test(text) ? 2 : 1;
  return BESIDES_ITS_CHARACTERS_BYTES + ofEach * text.length;
}
