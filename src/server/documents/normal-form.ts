import { sortExecutableDocument } from '@graphql-tools/documents';
import {
  type DefinitionNode,
  type DocumentNode,
  Kind,
  OperationTypeNode,
  parse,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { DOCUMENT_LIMITS } from './limits.js';

/** The deepest nesting of selection sets, including those of inline fragments. Documents rarely have many more of them than levels of fields. */
export const MAX_LEVELS = 4 * DOCUMENT_LIMITS.depth;

/**
 * A normal form of a document, independent of how it is written; null if the text is not a document, or nests deeper than any document
 * that could be executed. Clients print documents in their own way, and Apollo Client adds `__typename` to every selection. The order of a
 * mutation's fields is kept: they are steps, and another order means something else.
 */
export function normalForm(text: string): string | null {
  try {
    const document = parse(text, { maxTokens: DOCUMENT_LIMITS.tokens, noLocation: true });
    if (isTooDeep(document)) return null;
    const bare = visit(document, {
      Field: ({ name, alias, directives }) =>
        name.value === '__typename' && !alias && !directives?.length ? null : undefined,
    });
    return [stripIgnoredCharacters(print(sortExecutableDocument(bare))), ...stepsOf(bare)].join('\n');
  } catch {
    return null;
  }
}

/** Each level is printed once for each level above it, which takes seconds for a thousand levels. */
function isTooDeep(document: DocumentNode): boolean {
  let level = 0;
  let deepest = 0;
  visit(document, {
    SelectionSet: {
      enter() {
        level += 1;
        deepest = Math.max(deepest, level);
      },
      leave() {
        level -= 1;
      },
    },
  });
  return deepest > MAX_LEVELS;
}

/** The order of a mutation's steps, in its operation and its fragments. */
function stepsOf(document: DocumentNode): string[] {
  return document.definitions
    .filter(holdsSteps)
    .map((each) => `${'name' in each ? each.name?.value : ''}: ${orderOf(each)}`)
    .sort();
}

function holdsSteps(definition: DefinitionNode): boolean {
  if (definition.kind === Kind.FRAGMENT_DEFINITION) return definition.typeCondition.name.value === 'Mutation';
  return definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.MUTATION;
}

function orderOf(definition: DefinitionNode): string {
  return 'selectionSet' in definition && definition.selectionSet ? namesOf(definition.selectionSet) : '';
}

function namesOf({ selections }: SelectionSetNode): string {
  return selections
    .map((each) => {
      if (each.kind === Kind.FIELD) return (each.alias ?? each.name).value;
      return each.kind === Kind.FRAGMENT_SPREAD
        ? `...${each.name.value}`
        : `...{ ${namesOf(each.selectionSet)} }`;
    })
    .join(' ');
}
