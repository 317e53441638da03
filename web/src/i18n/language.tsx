import { type ReactNode, useLayoutEffect, useMemo, useState } from 'react';
import { loadChunk } from '../load-chunk';
import { AfterLong } from '../ui/load-again';
import {
  I18nContext,
  initialLanguage,
  type Language,
  rememberLanguage,
  showLanguage,
  speechOf,
} from './context';
import type { Messages } from './en';

const LOAD: Record<Language, () => Promise<Messages>> = {
  en: () => import('./en').then(({ en }) => en),
  ar: () => import('./ar').then(({ ar }) => ar),
};
const loaded: Partial<Record<Language, Promise<Messages>>> = {};

/** The sentences of a language, fetched when it is first wanted: a phone on a slow network waits for no other. */
export function messagesOf(language: Language = initialLanguage()): Promise<Messages> {
  loaded[language] ??= loadChunk(LOAD[language]);
  return loaded[language];
}

interface LanguageProviderProps {
  children: ReactNode;
  /** The sentences of the language that the page begins in. */
  first: Messages;
  /** Where it is another page than the signing page. */
  appNames?: Record<Language, string>;
  /** Further sentences, which are there before the language is another. */
  load?: (language: Language) => Promise<unknown>;
}

/** The language of the page, which the customer may change. */
export function LanguageProvider({ children, first, appNames, load }: LanguageProviderProps) {
  const [{ language, text }, setSpoken] = useState(() => ({ language: initialLanguage(), text: first }));
  const [isLoading, setLoading] = useState(false);
  const appName = appNames?.[language] ?? text.appName;
  useLayoutEffect(() => showLanguage(language, appName), [language, appName]);
  const speech = useMemo(() => {
    const switchLanguage = async () => {
      const other = language === 'ar' ? 'en' : 'ar';
      rememberLanguage(other);
      // A newer release may not have them any more: it comes in the other language when it is loaded again.
      setLoading(true);
      const [text] = await Promise.all([messagesOf(other), load?.(other)]);
      setLoading(false);
      setSpoken({ language: other, text });
    };
    return speechOf(language, { text, appName, switchLanguage: () => void switchLanguage() });
  }, [language, text, appName, load]);
  return (
    <I18nContext value={speech}>
      {children}
      {isLoading && <AfterLong />}
    </I18nContext>
  );
}
