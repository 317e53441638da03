import { initialLanguage, type Language, useI18n } from '../../i18n/context';
import { loadChunk } from '../../load-chunk';
import type { JoinMessages } from './join-en';

export const APP_NAMES: Record<Language, string> = { en: 'Start your contract', ar: 'ابدأ عقدك' };

const LOAD: Record<Language, () => Promise<JoinMessages>> = {
  en: () => import('./join-en').then(({ en }) => en),
  ar: () => import('./join-ar').then(({ ar }) => ar),
};
const loaded: Partial<Record<Language, JoinMessages>> = {};

/** Fetches the sentences of a language, beside those that both pages have. */
export async function loadJoinText(language: Language = initialLanguage()): Promise<void> {
  loaded[language] ??= await loadChunk(LOAD[language]);
}

/** The sentences of this page, in the language that is chosen. */
export function useJoinText(): JoinMessages {
  const text = loaded[useI18n().language];
  if (!text) throw new Error('The sentences of this language were not loaded.');
  return text;
}
