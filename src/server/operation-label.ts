import { Kind, type OperationDefinitionNode } from 'graphql';

/** Several fields of an operation's root, or none that is plain to see. */
const SEVERAL = 'several';
const NAMES = /\b(?:query|mutation|subscription)\s+([_A-Za-z]\w*)/g;

/** The operations' names in documents that were known before the gateway started. */
export function namesIn(documents: Iterable<string>): ReadonlySet<string> {
  return new Set([...documents].flatMap((text) => [...text.matchAll(NAMES)].map(([, name]) => name ?? '')));
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
