/** Arabic-Indic digits (٠-٩, ۰-۹), as Egyptian cards have them and Arabic keyboards type them, become 0-9; the rest stays. */
export function asciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
