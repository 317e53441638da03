import {
  type FieldNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** Mutations that one operation may ask for so often: aliases and fragments would let many codes be tried in one go. */
export function limitPerOperation(maxPerOperation: ReadonlyMap<string, number>): ValidationRule {
  return (context) => ({
    OperationDefinition(operation) {
      if (operation.operation !== OperationTypeNode.MUTATION) return;
      const counts = new Map<string, number>();
      for (const field of rootFields(context, operation.selectionSet, new Set())) {
        const name = field.name.value;
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        const most = maxPerOperation.get(name) ?? count;
        if (count <= most) continue;
        const times = most === 1 ? 'once' : `${most} times at most`;
        const message = `One operation may ask for ${name} ${times}: send each in an operation of its own.`;
        context.reportError(new GraphQLError(message, { nodes: field }));
        return;
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
