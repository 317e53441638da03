import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { DOCUMENT_LIMITS, tooMuch } from './limits.js';
import { OperationSize, type Size, sentValue } from './size.js';

export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName: string | null | undefined;
  variables: Record<string, unknown> | null | undefined;
}

/** What was found about an operation. The operation need not be walked again if the values that its cost depends on are the same. */
interface KnownErrors {
  dependsOn: readonly string[];
  errors: Map<string, string | null>;
}

/** Room for one result per list length that clients ask for. If an operation has more, walking it each time is better. */
const MAX_KNOWN_ERRORS = 200;
const knownErrors = new WeakMap<OperationDefinitionNode, KnownErrors>();

/** The reason why a valid operation is too large; null if it is not. `@skip` and `@include` count as if the selection were kept. */
export function limitError({ schema, document, operationName, variables }: Operation): string | null {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const sent = variables ?? {};
  const known = knownErrors.get(operation);
  const key = known && keyOf(sent, known.dependsOn);
  const error = key == null ? undefined : known?.errors.get(key);
  if (error !== undefined) return error;
  const size = new OperationSize(schema, operation, fragmentsOf(document), sent);
  const found = errorOf(size.measure());
  remember(operation, known ?? { dependsOn: [...size.countingVariables], errors: new Map() }, sent, found);
  return found;
}

function remember(
  operation: OperationDefinitionNode,
  known: KnownErrors,
  sent: Record<string, unknown>,
  error: string | null,
): void {
  knownErrors.set(operation, known);
  const key = keyOf(sent, known.dependsOn);
  if (key === null) return;
  if (known.errors.size >= MAX_KNOWN_ERRORS) known.errors.clear();
  known.errors.set(key, error);
}

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  return fragments;
}

/** A short key of the values that the cost depends on; null if one has a type that does not count. */
function keyOf(variables: Record<string, unknown>, dependsOn: readonly string[]): string | null {
  let key = '';
  for (const name of dependsOn) {
    const value = sentValue(variables, name);
    if (Array.isArray(value)) key += ` [${value.length}]`;
    else if (value == null || typeof value === 'number') key += ` ${value}`;
    else return null;
  }
  return key;
}

/** Nested fragment spreads can make the cost astronomically large; above this number, the error shows no exact cost. */
const MAX_COUNTED_COST = 10 * DOCUMENT_LIMITS.tokens;

function errorOf({ depth, aliases, longestAlias, directives, cost, ids }: Size): string | null {
  const { depth: maxDepth, aliases: maxAliases, directives: maxDirectives, cost: maxCost } = DOCUMENT_LIMITS;
  if (depth > maxDepth) return tooMuch(`deeper than ${maxDepth} levels`);
  if (aliases > maxAliases) return tooMuch(`more than ${maxAliases} aliases`);
  if (longestAlias > DOCUMENT_LIMITS.alias)
    return tooMuch(`an alias of more than ${DOCUMENT_LIMITS.alias} characters`);
  if (directives > maxDirectives) return tooMuch(`more than ${maxDirectives} directives`);
  if (ids > DOCUMENT_LIMITS.ids) return tooMuch(`more than ${DOCUMENT_LIMITS.ids} ids`);
  if (cost <= maxCost) return null;
  const counted = cost > MAX_COUNTED_COST ? `more than ${MAX_COUNTED_COST}` : Math.ceil(cost);
  return tooMuch(
    `a cost of ${counted}, and ${maxCost} is the most (a list counts its fields as often as \`first\` says)`,
  );
}
