/** No sentence is longer, and a longer text would only take time to compare. */
const LONGEST = 1000;

/**
 * Normalizes Vlens's sentences for comparison. Lower case; one space between words; no hyphens, underscores or camel case ("re-validation",
 * "ReValidation" and "re validation" become one word, and so do "e-mail" and "email"); Arabic in one spelling, without vowel signs.
 * Punctuation stays, since it ends what a word refers to.
 */
export function plainWords(sentence: string): string {
  return sentence
    .slice(0, LONGEST)
    .normalize('NFKC')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[\u064b-\u065f\u0670\u0640]/g, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/[‘’`´]/g, "'")
    .replace(/[\r\n]+/g, '. ')
    .replace(/[_\p{Pd}\s]+/gu, ' ')
    .replace(/\bre (?=valid|verif|check)/g, 're')
    .replace(/\be (?=mails?\b)/g, 'e')
    .trim();
}
