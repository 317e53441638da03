import Negotiator from 'negotiator';

/** The languages in which the gateway speaks to customers, the default first. */
export const LANGUAGES = ['en', 'ar'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language that an Accept-Language header likes best (RFC 9110, section 12.5.4); English where it names none of ours. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (!acceptLanguage) return 'en';
  const [best] = new Negotiator({ headers: { 'accept-language': acceptLanguage } }).languages([...LANGUAGES]);
  return best === 'ar' ? 'ar' : 'en';
}
