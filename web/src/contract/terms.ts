import type { Text } from '../i18n/figures.js';

/** The texts of a contract that Vlens answers under names of their own, in the order of reading. */
export const TERMS = [
  'coverPage',
  'contractDocument',
  'general',
  'financial',
  'technical',
  'kycConfirmation',
  'promissoryNote',
] as const;

export type Term = (typeof TERMS)[number];

interface Page {
  content?: Text;
}

/**
 * The terms that no document shows yet: a tenant may put them in the documents, in fields of their own, or both. A text is
 * left out only where documents hold all of it.
 */
export function termsBeside(
  documents: readonly Page[],
  terms: Partial<Record<Term, Text>>,
): { term: Term; content: string }[] {
  const shown = documents.flatMap(({ content }) => (content?.trim() ? [content.trim()] : []));
  return TERMS.flatMap((term) => {
    const content = terms[term]?.trim() ?? '';
    const rest = shown.reduce((left, part) => left.replaceAll(part, ''), content);
    return rest.trim() === '' ? [] : [{ term, content }];
  });
}

/** Vlens says of a document whether it is HTML, and of these texts it doesn't. */
export function looksLikeHtml(text: string): boolean {
  return /<\/[a-z][a-z0-9]*\s*>|<(?:br|hr|p|img)\b[^>]*>/i.test(text);
}
