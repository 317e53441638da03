import { createContext, useContext } from 'react';
import { arabicDigits } from './digits';
import type { Messages } from './en';
import type { OpeningMessages } from './opening-en';

export type Language = 'en' | 'ar';

export interface I18n<Text = Messages> {
  language: Language;
  text: Text;
  /** The name of the page. */
  appName: string;
  switchLanguage: () => void;
  /** A whole number in the language's digits. */
  count: (number: number) => string;
  /** Minutes and seconds, e.g. 4:05. */
  time: (seconds: number) => string;
}

/** The first screen knows its own sentences alone; once the page is there it has all of them. */
export const I18nContext = createContext<I18n<OpeningMessages> | null>(null);

/** For what is drawn before the page's own script is there. */
export function useOpeningI18n(): I18n<OpeningMessages> {
  const speech = useContext(I18nContext);
  if (!speech) throw new Error('There is no language around this.');
  return speech;
}

export function useI18n(): I18n {
  return useOpeningI18n() as I18n;
}

/** What is said in a language, and how it writes numbers. */
export function speechOf<Text>(
  language: Language,
  said: Pick<I18n<Text>, 'text' | 'appName' | 'switchLanguage'>,
): I18n<Text> {
  const inDigits = (text: string) => (language === 'ar' ? arabicDigits(text) : text);
  return {
    language,
    ...said,
    count: (number) => inDigits(String(number)),
    time: (seconds) => inDigits(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`),
  };
}

/** Has the browser know in which language the page is: how it is read out, written and named. */
export function showLanguage(language: Language, appName: string): void {
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  document.title = appName;
}

/** All that the page stores for longer than a tab (see `access/tab-memory.ts`). */
const STORED_AS = 'vlens-signing-language';

/** The choice of last time, else the browser's. */
export function initialLanguage(): Language {
  const stored = recalled();
  if (stored === 'ar' || stored === 'en') return stored;
  return navigator.language.toLowerCase().startsWith('ar') ? 'ar' : 'en';
}

/** A WebView may forbid storage altogether: the page goes on without it. */
function recalled(): string | null {
  try {
    return localStorage.getItem(STORED_AS);
  } catch {
    return null;
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(STORED_AS, language);
  } catch {
    // Asked again next time.
  }
}
