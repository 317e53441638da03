import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { everyRequest } from '../every-request.js';
import { answerOf } from './answer.js';
import { planOf, type QueryPlan } from './plan.js';

/** By the operation's node: Apollo Server parses a document once as long as it is asked for. */
type Plans = WeakMap<OperationDefinitionNode, QueryPlan | 'asked once' | 'not plain'>;

/**
 * Answers plain queries by a plan of their document, which is made when it is asked for again: for a list a third of what
 * graphql-js takes. Whatever is not plain, and every query with an error in it, is left to graphql-js (decision 0077).
 */
export function plainQueries(): ApolloServerPlugin {
  const plans: Plans = new WeakMap();
  return everyRequest({
    async responseForOperation({ schema, document, operation, request, contextValue: context }) {
      // There is none by the name that was asked for; graphql-js says so.
      const plan = operation ? planFor(plans, schema, document, operation) : null;
      const data = plan && (await answerOf({ schema, plan, variables: request.variables, context }));
      if (!data) return null;
      const http = { status: undefined, headers: new HeaderMap() };
      return { http, body: { kind: 'single', singleResult: { data } } };
    },
  });
}

function planFor(
  plans: Plans,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): QueryPlan | null {
  const known = plans.get(operation);
  if (known === 'not plain') return null;
  if (known === undefined) {
    plans.set(operation, 'asked once');
    return null;
  }
  if (known !== 'asked once') return known;
  const plan = planOf(schema, document, operation);
  plans.set(operation, plan ?? 'not plain');
  return plan;
}
