// `npm run check:types` finds what the benchmarks run on in the gateway's node_modules, but for these two: installing this package
// costs minutes. What is used of them is declared here; `npm run bench` installs it, and checks against their own types.

declare module 'graphql-jit' {
  import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';

  type Variables = Record<string, unknown>;

  export interface CompiledQuery {
    query(
      root: unknown,
      context: unknown,
      variables: Variables | null | undefined,
    ): Promise<ExecutionResult> | ExecutionResult;
    stringify(answer: unknown): string;
  }
  export function compileQuery(
    schema: GraphQLSchema,
    document: DocumentNode,
    operationName?: string,
    options?: { customJSONSerializer?: boolean },
  ): CompiledQuery | ExecutionResult;
  export function isCompiledQuery(compiled: CompiledQuery | ExecutionResult): compiled is CompiledQuery;
}

declare module '@apollo/server-plugin-response-cache' {
  import type { ApolloServerPlugin, BaseContext, GraphQLRequestContext } from '@apollo/server';
  import type { KeyValueCache } from '@apollo/utils.keyvaluecache';

  export default function responseCache<Context extends BaseContext>(options: {
    cache?: KeyValueCache;
    sessionId?(request: GraphQLRequestContext<Context>): Promise<string | null>;
    generateCacheKey?(request: GraphQLRequestContext<Record<string, unknown>>, keyData: unknown): string;
  }): ApolloServerPlugin<Context>;
}
