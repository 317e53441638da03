const ARABIC_INDIC_ZERO = 0x0660;

/** The same text with Arabic-Indic digits. */
export function arabicDigits(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(ARABIC_INDIC_ZERO + Number(digit)));
}

/** The same text with 0 to 9 for Arabic-Indic digits. */
export function westernDigits(text: string): string {
  return text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - ARABIC_INDIC_ZERO));
}
