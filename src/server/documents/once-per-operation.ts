import {
  type FieldNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** Mutations that one operation may ask for once: aliases and fragments would let many codes be tried in one go. */
export function oncePerOperation(mutations: readonly string[]): ValidationRule {
  return (context) => ({
    OperationDefinition(operation) {
      if (operation.operation !== OperationTypeNode.MUTATION) return;
      const seen = new Set<string>();
      for (const field of rootFields(context, operation.selectionSet, new Set())) {
        const name = field.name.value;
        if (mutations.includes(name) && seen.has(name)) {
          context.reportError(
            new GraphQLError(
              `One operation may ask for ${name} once: send each in an operation of its own.`,
              {
                nodes: field,
              },
            ),
          );
          return;
        }
        seen.add(name);
      }
    },
  });
}

/** A fragment that is spread again counts once: its fields would be merged. */
function* rootFields(
  context: ValidationContext,
  { selections }: SelectionSetNode,
  spread: Set<string>,
): Generator<FieldNode> {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT)
      yield* rootFields(context, selection.selectionSet, spread);
    else if (!spread.has(selection.name.value)) {
      spread.add(selection.name.value);
      const fragment = context.getFragment(selection.name.value);
      if (fragment) yield* rootFields(context, fragment.selectionSet, spread);
    }
  }
}
