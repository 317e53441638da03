import { use } from 'react';
import { initialLanguage, type Language, useI18n } from '../../i18n/language';
import { loadChunk } from '../../load-chunk';
import type { JoinMessages } from './join-en';

export const APP_NAMES: Record<Language, string> = { en: 'Start your contract', ar: 'ابدأ عقدك' };

const LOAD: Record<Language, () => Promise<JoinMessages>> = {
  en: () => import('./join-en').then(({ en }) => en),
  ar: () => import('./join-ar').then(({ ar }) => ar),
};
const loaded: Partial<Record<Language, Promise<JoinMessages>>> = {};

function messagesOf(language: Language): Promise<JoinMessages> {
  loaded[language] ??= loadChunk(LOAD[language]);
  return loaded[language];
}

/** Asks for the sentences before anybody shows them: they come beside those that both pages have. */
export function loadJoinText(): void {
  void messagesOf(initialLanguage());
}

/** The sentences of this page, in the language that is chosen. */
export function useJoinText(): JoinMessages {
  return use(messagesOf(useI18n().language));
}
