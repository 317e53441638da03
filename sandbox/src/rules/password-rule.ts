/** What a tenant asks of a new password. */
export interface PasswordRule {
  minimumLength: number;
  lowerCase: boolean;
  upperCase: boolean;
  digit: boolean;
  symbol: boolean;
}

const PARTS = [
  ['lowerCase', /\p{Ll}/u, 'a lower-case letter'],
  ['upperCase', /\p{Lu}/u, 'an upper-case letter'],
  ['digit', /\d/, 'a digit'],
  ['symbol', /[^\p{L}\d\s]/u, 'a symbol'],
] as const;

/** What is missing in this password, as one sentence; null where nothing is. */
export function whyTooWeak(password: string, rule: PasswordRule): string | null {
  const missing: string[] = [];
  if ([...password].length < rule.minimumLength) missing.push(`at least ${rule.minimumLength} characters`);
  for (const [part, pattern, name] of PARTS) if (rule[part] && !pattern.test(password)) missing.push(name);
  return missing.length === 0 ? null : `It needs ${missing.join(', ')}.`;
}
