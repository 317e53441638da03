import { type GraphQLSchema, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql';

/** Several fields of an operation's root, or none that is plain to see. */
const SEVERAL = 'several';
const OPERATIONS = /\b(query|mutation|subscription)\s+([_A-Za-z]\w*)/g;
/** Queries and mutations count as operations; a subscription is a stream. */
const COUNTED = [OperationTypeNode.QUERY, OperationTypeNode.MUTATION] as const;
export type CountedKind = (typeof COUNTED)[number];

/** The operations in documents that were known before the gateway started: their kinds by their names. */
export function kindsIn(documents: Iterable<string>): ReadonlyMap<string, string> {
  const found = [...documents].flatMap((text) => [...text.matchAll(OPERATIONS)]);
  return new Map(found.map(([, kind = '', name = '']) => [name, kind]));
}

/** What operations may be called, with the kind of each: as many as there are fields and known documents. */
export function labelsOf(schema: GraphQLSchema, known: ReadonlyMap<string, string>): [string, CountedKind][] {
  return COUNTED.flatMap((kind) => {
    const fields = Object.keys(schema.getRootType(kind)?.getFields() ?? {});
    const names = [...known].filter(([, its]) => its === kind).map(([name]) => name);
    return [...new Set([...fields, SEVERAL, ...names])].map((label): [string, CountedKind] => [label, kind]);
  });
}

/**
 * What metrics and traces call an operation: its name where a trusted document has it, else its one root field. A client
 * chooses any name it likes, a customer's phone number too; these are as many as there are, and hold nothing of a caller.
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
