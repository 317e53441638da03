import type { DocumentNode, GraphQLSchema } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { DOCUMENT_LIMITS, tooMuch } from './limits.js';

/** One for each field; what is below a list counts as often as the list may be long. */
const fieldByField: ComplexityEstimator = ({ args, childComplexity }) => 1 + timesOf(args) * childComplexity;

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

const UNLIMITED_NODES = 10 * DOCUMENT_LIMITS.tokens;

/** Why an operation is too costly; null where it is not, or where its variables are wrong, as its execution will say. */
export function costComplaint({ schema, document, operationName, variables }: Operation): string | null {
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
      : null;
  }
}

function tooCostly(cost: number | string): string {
  return tooMuch(
    `a cost of ${cost}, and ${DOCUMENT_LIMITS.cost} is the most (a list counts its fields as often as \`first\` says)`,
  );
}
