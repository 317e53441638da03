import {
  createContext,
  type ReactNode,
  Suspense,
  startTransition,
  use,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { loadChunk } from '../load-chunk';
import { arabicDigits } from './digits';
import type { Messages } from './en';

export type Language = 'en' | 'ar';

interface I18n {
  language: Language;
  text: Messages;
  /** The name of the page. */
  appName: string;
  switchLanguage: () => void;
  /** A whole number in the language's digits. */
  count: (number: number) => string;
  /** Minutes and seconds, e.g. 4:05. */
  time: (seconds: number) => string;
}

const LOAD: Record<Language, () => Promise<Messages>> = {
  en: () => import('./en').then(({ en }) => en),
  ar: () => import('./ar').then(({ ar }) => ar),
};
const loaded: Partial<Record<Language, Promise<Messages>>> = {};

/** The sentences of a language, fetched when it is first wanted: a phone on a slow network waits for no other. */
function messagesOf(language: Language): Promise<Messages> {
  loaded[language] ??= loadChunk(LOAD[language]);
  return loaded[language];
}

/** All that the page stores for longer than a tab (see `access/tab-memory.ts`). */
const STORED_AS = 'vlens-signing-language';

const I18nContext = createContext<I18n | null>(null);

interface LanguageProviderProps {
  children: ReactNode;
  /** Where it is another page than the signing page. */
  appNames?: Record<Language, string>;
}

/** The language of the page: the choice of last time, else the browser's. */
export function LanguageProvider(props: LanguageProviderProps) {
  return (
    <Suspense>
      <WithLanguage {...props} />
    </Suspense>
  );
}

function WithLanguage({ children, appNames }: LanguageProviderProps) {
  const [language, setLanguage] = useState<Language>(initialLanguage);
  const text = use(messagesOf(language));
  const appName = appNames?.[language] ?? text.appName;
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
    document.title = appName;
  }, [language, appName]);
  const speech = useMemo<I18n>(() => {
    const count = (number: number) => (language === 'ar' ? arabicDigits(String(number)) : String(number));
    return {
      language,
      text,
      appName,
      switchLanguage() {
        const other = language === 'ar' ? 'en' : 'ar';
        remember(other);
        startTransition(() => setLanguage(other));
      },
      count,
      time(seconds) {
        const rest = String(seconds % 60).padStart(2, '0');
        const clock = `${Math.floor(seconds / 60)}:${rest}`;
        return language === 'ar' ? arabicDigits(clock) : clock;
      },
    };
  }, [language, text, appName]);
  return <I18nContext value={speech}>{children}</I18nContext>;
}

export function useI18n(): I18n {
  const speech = use(I18nContext);
  if (!speech) throw new Error('There is no LanguageProvider around this.');
  return speech;
}

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

function remember(language: Language): void {
  try {
    localStorage.setItem(STORED_AS, language);
  } catch {
    // Asked again next time.
  }
}
