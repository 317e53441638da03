import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';

/**
 * Limits how often one operation may ask for a field. Aliases and fragments would otherwise allow many codes to be tried in one operation.
 */
export function limitPerOperation(maxPerOperation: ReadonlyMap<string, number>): ValidationRule {
  return (context) => ({
    OperationDefinition(operation) {
      if (operation.operation === OperationTypeNode.SUBSCRIPTION) return;
      const counts = new Map<string, number>();
      for (const field of rootFields(context.getDocument(), operation.selectionSet)) {
        const name = field.name.value;
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        const most = maxPerOperation.get(name) ?? count;
        if (count <= most) continue;
        context.reportError(new GraphQLError(tooOften(name, most), { nodes: field }));
        return;
      }
    },
  });
}

/** The message for a field that is asked for too often. */
export function tooOften(name: string, most: number): string {
  const times = most === 1 ? 'once' : `${most} times at most`;
  return `One operation may ask for ${name} ${times}: send each in an operation of its own.`;
}

/** The root fields of an operation. A fragment that is spread twice counts once, since execution merges its fields. */
export function* rootFields(
  document: DocumentNode,
  { selections }: SelectionSetNode,
  spread = new Set<string>(),
): Generator<FieldNode> {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT)
      yield* rootFields(document, selection.selectionSet, spread);
    else if (!spread.has(selection.name.value)) {
      spread.add(selection.name.value);
      for (const each of document.definitions)
        if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value)
          yield* rootFields(document, each.selectionSet, spread);
    }
  }
}
