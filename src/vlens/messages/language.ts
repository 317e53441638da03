import Negotiator from 'negotiator';

/** The languages of the gateway's messages to customers, the default first. */
export const LANGUAGES = ['en', 'ar'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The preferred language of an Accept-Language header (RFC 9110, section 12.5.4); English if it names none of ours. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (!acceptLanguage) return 'en';
  const [best] = new Negotiator({ headers: { 'accept-language': acceptLanguage } }).languages([...LANGUAGES]);
  return best === 'ar' ? 'ar' : 'en';
}
