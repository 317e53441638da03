interface Ordered {
  order?: number | null;
  title?: string | null;
  content?: string | null;
}

/** Documents in the page's language first; those of one language in the provider's order. */
export function inReadingOrder<Document extends Ordered>(
  language: 'en' | 'ar',
  documents: readonly Document[],
): Document[] {
  const rank = (document: Document) => (languageOf(document) === language ? 0 : 1);
  return documents.toSorted((one, other) => rank(one) - rank(other) || (one.order ?? 0) - (other.order ?? 0));
}

/** Vlens does not say in which language a document is: most letters of its title, or else of its text, decide. */
function languageOf({ title, content }: Ordered): 'en' | 'ar' {
  const text = /\p{L}/u.test(title ?? '') ? title : content?.replace(/<[^>]*>/g, '');
  const letters = (script: RegExp) => text?.match(script)?.length ?? 0;
  return letters(/\p{Script=Arabic}/gu) > letters(/\p{Script=Latin}/gu) ? 'ar' : 'en';
}
