const ARABIC_INDIC_ZERO = 0x0660;
const EXTENDED_ZERO = 0x06f0;

/** The same text with its digits as 0 to 9, whichever keyboard they came from. */
export function westernDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (code >= EXTENDED_ZERO ? EXTENDED_ZERO : ARABIC_INDIC_ZERO));
  });
}

/** The digits of a text as Arabic-Indic ones, as a form asks for (convertNumbersToArabic). */
export function arabicDigits(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(ARABIC_INDIC_ZERO + Number(digit)));
}

/** The same in the language's digits; an address, or a number with Latin letters in it, is no number of a language. */
export function inDigits<T extends string | null | undefined>(language: 'en' | 'ar', text: T): T | string {
  return text && language === 'ar' && !/[A-Za-z@]/.test(text) ? arabicDigits(text) : text;
}
