import { sortExecutableDocument } from '@graphql-tools/documents';
import { parse, print, stripIgnoredCharacters, visit } from 'graphql';
import { DOCUMENT_LIMITS } from './limits.js';

/**
 * What a document asks for, however it is written: clients print documents in their own way, and Apollo Client adds
 * `__typename` to every selection. Null where it is no document.
 */
export function normalForm(text: string): string | null {
  try {
    const document = parse(text, { maxTokens: DOCUMENT_LIMITS.tokens, noLocation: true });
    const bare = visit(document, {
      Field: ({ name, alias, directives }) =>
        name.value === '__typename' && !alias && !directives?.length ? null : undefined,
    });
    return stripIgnoredCharacters(print(sortExecutableDocument(bare)));
  } catch {
    return null;
  }
}
