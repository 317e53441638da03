import type { ApolloServerPlugin, BaseContext, GraphQLRequestListener } from '@apollo/server';

/** A plugin that listens to all requests alike: what one of them is about, each hook is told. */
export function everyRequest(listener: GraphQLRequestListener<BaseContext>): ApolloServerPlugin {
  const same = Promise.resolve(listener);
  return { requestDidStart: () => same };
}
