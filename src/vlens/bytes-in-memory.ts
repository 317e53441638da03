const BESIDES_ITS_CHARACTERS_BYTES = 16;
const BEYOND_LATIN_1 = /[\u0100-\uffff]/;

/** What a text takes in V8: a byte for each character, and two for each, English ones too, where one of them is Arabic. */
export function bytesOfText(text: string): number {
  const ofEach = BEYOND_LATIN_1.test(text) ? 2 : 1;
  return BESIDES_ITS_CHARACTERS_BYTES + ofEach * text.length;
}
