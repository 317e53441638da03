import { type ASTNode, type DocumentNode, type GraphQLSchema, visit } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { DOCUMENT_LIMITS, tooMuch } from './limits.js';

/** One for each field; what is below a list counts as often as the list may be long. */
const fieldByField: ComplexityEstimator = ({ args, childComplexity }) => 1 + timesOf(args) * childComplexity;

const COUNTING_ARGUMENTS: ReadonlySet<string> = new Set(['first', 'ids', 'representations']);

function timesOf({ first, ids, representations }: Record<string, unknown>): number {
  if (typeof first === 'number') return Math.max(1, first);
  const asked = ids ?? representations;
  return Array.isArray(asked) ? Math.max(1, asked.length) : 1;
}

export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName: string | null | undefined;
  variables: Record<string, unknown> | null | undefined;
}

/** What was found of a document: it need not be walked again where what its cost depends on is the same. */
interface Costs {
  dependsOn: string[];
  complaints: Map<string, string | null>;
}

/** One for each length of a list that clients ask for; beyond, the document is one that is better walked each time. */
const MOST_COMPLAINTS = 200;
const costsOf = new WeakMap<DocumentNode, Costs>();

/** Why an operation is too costly; null where it is not, or where its variables are wrong, as its execution will say. */
export function costComplaint(operation: Operation): string | null {
  const { dependsOn, complaints } = knownCosts(operation.document);
  const key = keyOf(operation, dependsOn);
  if (key === null) return reckoned(operation) ?? null;
  const known = complaints.get(key);
  if (known !== undefined) return known;
  const complaint = reckoned(operation);
  if (complaint === undefined) return null;
  if (complaints.size >= MOST_COMPLAINTS) complaints.clear();
  complaints.set(key, complaint);
  return complaint;
}

function knownCosts(document: DocumentNode): Costs {
  const known = costsOf.get(document);
  if (known) return known;
  const costs: Costs = { dependsOn: countingVariables(document), complaints: new Map() };
  costsOf.set(document, costs);
  return costs;
}

/** The variables that a cost may depend on: those inside the arguments that it looks at, and of directives. */
function countingVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  const addWithin = (node: ASTNode) => {
    visit(node, { Variable: ({ name }) => void names.add(name.value) });
  };
  visit(document, {
    Field: ({ arguments: given }) => {
      for (const argument of given ?? [])
        if (COUNTING_ARGUMENTS.has(argument.name.value)) addWithin(argument);
    },
    Directive: (directive) => addWithin(directive),
  });
  return [...names];
}

/** What the cost depends on, in a few letters; null where it is of no kind that counts. */
function keyOf({ operationName, variables }: Operation, dependsOn: string[]): string | null {
  let key = operationName ?? '';
  for (const name of dependsOn) {
    const value = variables?.[name];
    if (Array.isArray(value)) key += ` [${value.length}]`;
    else if (value == null || typeof value === 'number' || typeof value === 'boolean') key += ` ${value}`;
    else return null;
  }
  return key;
}

const UNLIMITED_NODES = 10 * DOCUMENT_LIMITS.tokens;

/** As `costComplaint`, by walking the document; undefined where its variables are wrong. */
function reckoned({ schema, document, operationName, variables }: Operation): string | null | undefined {
  try {
    const cost = getComplexity({
      schema,
      query: document,
      ...(operationName ? { operationName } : {}),
      variables: variables ?? {},
      estimators: [fieldByField],
      maxQueryNodes: UNLIMITED_NODES,
    });
    return cost > DOCUMENT_LIMITS.cost ? tooCostly(Math.ceil(cost)) : null;
  } catch (error) {
    // Fragments that spread each other over and over are worth more fields than a document has tokens.
    return error instanceof Error && /maximum allowed number of nodes/.test(error.message)
      ? tooCostly(`more than ${UNLIMITED_NODES}`)
      : undefined;
  }
}

function tooCostly(cost: number | string): string {
  return tooMuch(
    `a cost of ${cost}, and ${DOCUMENT_LIMITS.cost} is the most (a list counts its fields as often as \`first\` says)`,
  );
}
