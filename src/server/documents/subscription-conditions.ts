import {
  type DocumentNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';

const CONDITIONS: ReadonlySet<string> = new Set(['skip', 'include']);

/**
 * Refuses `@skip` and `@include` at the root of a subscription (GraphQL, September 2025, 6.2.3: its root selection set has none).
 * graphql-js 16 collects the root field during validation, without variables, and throws if a condition uses one. If a condition excludes
 * the field, it throws later. After the refusal, its other rules get an empty document, in which they find no errors.
 */
export const subscriptionConditions: ValidationRule = (context) => ({
  Document(document) {
    const condition = document.definitions
      .filter((each) => each.kind === Kind.OPERATION_DEFINITION)
      .filter(({ operation }) => operation === OperationTypeNode.SUBSCRIPTION)
      .flatMap(({ selectionSet }) => [...rootSelections(document, selectionSet)])
      .flatMap(({ directives = [] }) => directives)
      .find(({ name }) => CONDITIONS.has(name.value));
    if (!condition) return undefined;
    const sentence = `A subscription has one field: it takes no @${condition.name.value}.`;
    context.reportError(new GraphQLError(sentence, { nodes: condition }));
    return { ...document, definitions: [] };
  },
});

/** The root selections of an operation, including fragment spreads and what they contain. */
function* rootSelections(
  document: DocumentNode,
  { selections }: SelectionSetNode,
  spread = new Set<string>(),
): Generator<SelectionNode> {
  for (const selection of selections) {
    yield selection;
    if (selection.kind === Kind.INLINE_FRAGMENT)
      yield* rootSelections(document, selection.selectionSet, spread);
    if (selection.kind !== Kind.FRAGMENT_SPREAD || spread.has(selection.name.value)) continue;
    spread.add(selection.name.value);
    for (const each of document.definitions)
      if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value)
        yield* rootSelections(document, each.selectionSet, spread);
  }
}
