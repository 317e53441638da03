const ARABIC_INDIC_ZERO = 0x0660;

/** The same text with Arabic-Indic digits. */
export function arabicDigits(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(ARABIC_INDIC_ZERO + Number(digit)));
}
