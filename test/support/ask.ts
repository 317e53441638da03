import { type ExecutionResult, type GraphQLSchema, graphql } from 'graphql';
import { createContext, type GatewayContext } from '../../src/context.js';
import type { FakeVlens } from './fake-vlens-api.js';

/** What a client would see of an answer: plain JSON. */
export interface PlainAnswer {
  data: Record<string, unknown> | null;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
}

/** Executes a document for a caller of its own, without a server around it. */
export async function ask(
  schema: GraphQLSchema,
  vlens: FakeVlens,
  source: string,
  variableValues: Record<string, unknown> = {},
): Promise<PlainAnswer & { raw: ExecutionResult }> {
  const contextValue = aContext(vlens);
  const raw = await graphql({ schema, source, variableValues, contextValue });
  return { ...JSON.parse(JSON.stringify(raw)), raw };
}

/** What resolvers know of a caller, without a server around it. */
export function aContext(vlens: FakeVlens): GatewayContext {
  return createContext(vlens.api, {
    requestId: 'r-1',
    publicUrl: 'https://gateway.test',
    vlensOf: () => vlens.api,
    watch: () => {
      throw new Error('Nothing is live here.');
    },
  });
}
