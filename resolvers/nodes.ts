import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { Node, NodesArgs } from '../schema/node.js';
import { UUID } from '../schema/scalars.js';
import type { GatewayContext } from '../src/context.js';
import { asksForFullFieldsOf } from './full-fields.js';
import { productTypeIdOf } from './product-type-node.js';
import { readBusinessRequest } from './read-business-request.js';
import { readProductType } from './read-product-type.js';

/**
 * Objects by their global id, as Relay and client caches refetch them. They are read through the loaders, so that many cost one upstream
 * call.
 */
@Resolver()
export class NodeQueries {
  @Query(() => Node, {
    nullable: true,
    description: 'An object by its id; null where there is none, or it is not the caller’s.',
  })
  node(
    @Arg('id', () => ID, { description: 'The id of any object.' }) id: string,
    @Ctx() context: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Node | null> {
    return readNode(id, context, info);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'At most 100, in their order; null where there is none.',
  })
  nodes(
    @Args() { ids }: NodesArgs,
    @Ctx() context: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Node | null>[] {
    return ids.map((id) => readNode(id, context, info));
  }
}

async function readNode(
  id: string,
  { loaders }: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<Node | null> {
  const productTypeId = productTypeIdOf(id);
  if (productTypeId !== null) return readProductType(loaders, productTypeId);
  const requestId = asUuid(id);
  return requestId === null
    ? null
    : readBusinessRequest(loaders, requestId, asksForFullFieldsOf(info, 'BusinessRequest'));
}

function asUuid(id: string): string | null {
  try {
    return UUID.parseValue(id);
  } catch {
    return null;
  }
}
