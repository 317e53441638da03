import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchema, type PubSub } from 'type-graphql';
import { INPUT_LIMITS } from '../schema/input-limits.js';
import { BusinessRequestFields } from './business-request-fields.js';
import { BusinessRequestQueries } from './business-requests.js';
import { ContractPdfQueries } from './contract-pdf.js';
import { CreationMutations } from './create-business-request.js';
import { EligibilityQueries } from './eligibility.js';
import { EmbeddedSessionMutations } from './embedded-sessions.js';
import { IdentityMutations } from './identity-verification.js';
import { LiveStatusSubscriptions } from './live-status.js';
import { LoginMutations } from './login.js';
import { NodeQueries } from './nodes.js';
import { OperatorQueries } from './operators.js';
import { ProductTypeFields, ProductTypeQueries } from './product-types.js';
import { RegistrationResolver } from './registration.js';
import { ActivationOtpSentFields, ContractActivatedFields } from './request-after-step.js';
import { SessionMutations } from './sessions.js';
import { SigningLinkMutations } from './signing-links.js';
import { SigningSessionFields, SigningSessionMutations } from './signing-sessions.js';
import { SigningMutations } from './signing-steps.js';
import { validateInput } from './validate-input.js';
import { withoutSuggestions } from './without-suggestions.js';

/** type-graphql requires a PubSub if there are subscriptions. The gateway's subscriptions use the caller's own watch instead of topics. */
const NO_TOPICS: PubSub = {
  publish: () => {},
  subscribe: () => {
    throw new Error('No subscription here listens to a topic.');
  },
};

/**
 * The schema that this gateway serves, as a subgraph if configured; the code for that is loaded only then. Its resolvers expect a
 * GatewayContext.
 */
export async function servedSchema({ federation, introspection }: SchemaSettings): Promise<GraphQLSchema> {
  const schema = await buildGatewaySchema();
  if (!federation) return schema;
  const { subgraphOf } = await import('./federation/subgraph.js');
  return bounded(subgraphOf(schema, { introspection }));
}

/** Adds the limits of input to the schema. The server reads them there, and does not know the input types. */
function bounded(schema: GraphQLSchema): GraphQLSchema {
  schema.extensions = { ...schema.extensions, inputLimits: INPUT_LIMITS };
  return withoutSuggestions(schema);
}

interface SchemaSettings {
  /** Whether the gateway is behind a Federation 2 router. */
  federation: boolean;
  /** Whether clients may read the schema. */
  introspection: boolean;
}

/** The schema and its resolvers, not as a subgraph. */
export async function buildGatewaySchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [
      NodeQueries,
      ProductTypeQueries,
      ProductTypeFields,
      EligibilityQueries,
      BusinessRequestQueries,
      BusinessRequestFields,
      ContractPdfQueries,
      LoginMutations,
      SessionMutations,
      RegistrationResolver,
      IdentityMutations,
      EmbeddedSessionMutations,
      OperatorQueries,
      CreationMutations,
      SigningMutations,
      SigningLinkMutations,
      SigningSessionMutations,
      SigningSessionFields,
      ActivationOtpSentFields,
      ContractActivatedFields,
      LiveStatusSubscriptions,
    ],
    pubSub: NO_TOPICS,
    // Apollo Server checks the schema when it starts.
    skipCheck: true,
    // Errors of class-validator would contain the rejected values, which must reach neither a client nor a log.
    validateFn: validateInput,
  });
  describeRoots(schema);
  return bounded(schema);
}

/** type-graphql makes these types itself, without descriptions. */
function describeRoots(schema: GraphQLSchema): void {
  const [query, mutation, subscription] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ];
  if (query) query.description = 'What can be read with the caller’s own token; nothing is changed.';
  if (mutation)
    mutation.description =
      'Steps: each is sent to Vlens once, and its outcome is a member of its union. Most may be asked for once in an operation: a second one has the whole operation refused.';
  if (subscription)
    subscription.description = 'What changes, as it happens: over WebSocket or server-sent events.';
}
