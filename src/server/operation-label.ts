import { type GraphQLSchema, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql';

/** The label for an operation with several root fields, or whose only root selection is a fragment. */
const SEVERAL = 'several';
const OPERATIONS = /\b(query|mutation|subscription)\s+([_A-Za-z]\w*)/g;
/** Kinds that count as operations; a subscription counts as a stream. */
const COUNTED = [OperationTypeNode.QUERY, OperationTypeNode.MUTATION] as const;
export type CountedKind = (typeof COUNTED)[number];

/** The operations in documents known before the start: each name with its kind. */
export function kindsIn(documents: Iterable<string>): ReadonlyMap<string, string> {
  const found = [...documents].flatMap((text) => [...text.matchAll(OPERATIONS)]);
  return new Map(found.map(([, kind = '', name = '']) => [name, kind]));
}

/** All possible labels with their kinds: one for each root field and each operation in a known document, and `several`. */
export function labelsOf(schema: GraphQLSchema, known: ReadonlyMap<string, string>): [string, CountedKind][] {
  return COUNTED.flatMap((kind) => {
    const fields = Object.keys(schema.getRootType(kind)?.getFields() ?? {});
    const names = [...known].filter(([, its]) => its === kind).map(([name]) => name);
    return [...new Set([...fields, SEVERAL, ...names])].map((label): [string, CountedKind] => [label, kind]);
  });
}

/**
 * The label of an operation in metrics and traces: its name if a trusted document has it, otherwise its only root field. A client may
 * choose any name, even a customer's phone number. The number of labels is fixed, and they contain nothing about a caller.
 */
export function operationLabel(
  operation: OperationDefinitionNode | undefined,
  known: ReadonlySet<string>,
): string {
  if (!operation) return 'none';
  const name = operation.name?.value;
  if (name !== undefined && known.has(name)) return name;
  const [field, ...others] = operation.selectionSet.selections;
  return field?.kind === Kind.FIELD && others.length === 0 ? field.name.value : SEVERAL;
}
