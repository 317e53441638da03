/** Converts Arabic-Indic digits (٠-٩, ۰-۹), which Egyptian cards and Arabic keyboards use, to 0-9. Other characters stay. */
export function asciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
