import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { BusinessRequest, BusinessRequestsByIdsArgs } from '../schema/business-request.js';
import {
  BUSINESS_REQUESTS_OF_A_PAGE,
  BusinessRequestConnection,
  BusinessRequestsArgs,
} from '../schema/business-request-connection.js';
import { UUID } from '../schema/scalars.js';
import type { GatewayContext } from '../src/context.js';
import { fromDetails, fromSummary } from './business-request-node.js';
import { Connection } from './connection.js';
import { offsetAfter } from './cursor.js';
import { asksForFullFields } from './full-fields.js';
import { readBusinessRequest } from './read-business-request.js';

/** Each query first checks which fields are selected, and then calls the endpoint that has all of them. */
@Resolver()
export class BusinessRequestQueries {
  @Query(() => BusinessRequest, {
    nullable: true,
    description: 'The caller’s current request; null where there is none.',
  })
  async currentBusinessRequest(
    @Ctx() { loaders }: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BusinessRequest | null> {
    if (asksForFullFields(info, [])) {
      const full = await loaders.currentFullRequest.load('full');
      return full && fromDetails(full);
    }
    const summary = await loaders.currentRequest.load('summary');
    return summary && fromSummary(summary);
  }

  @Query(() => BusinessRequest, {
    nullable: true,
    description: 'Null where there is no such request, or it is not the caller’s.',
  })
  businessRequest(
    @Arg('id', () => UUID, { description: 'The id of the business request.' }) id: string,
    @Ctx() { loaders }: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BusinessRequest | null> {
    return readBusinessRequest(loaders, id, asksForFullFields(info, []));
  }

  @Query(() => [BusinessRequest], {
    nullable: 'itemsAndList',
    description:
      'At most 100 ids; answers in their order, null where there is none. Light fields are looked up in the caller’s list alone: one upstream call for each 100 requests of it, however many ids.',
  })
  businessRequestsByIds(
    @Args() { ids }: BusinessRequestsByIdsArgs,
    @Ctx() { loaders }: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BusinessRequest | null>[] {
    const isFull = asksForFullFields(info, []);
    return ids.map((id) => readBusinessRequest(loaders, id, isFull, false));
  }

  @Query(() => BusinessRequestConnection, {
    nullable: true,
    description: 'The caller’s requests, in the order in which Vlens lists them. first: 1 to 100.',
  })
  async businessRequests(
    @Args() { first, after }: BusinessRequestsArgs,
    @Ctx() { loaders }: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BusinessRequestConnection> {
    const span = {
      skip: after == null ? 0 : offsetAfter(after),
      count: first ?? BUSINESS_REQUESTS_OF_A_PAGE,
    };
    return asksForFullFields(info, ['nodes'], ['edges', 'node'])
      ? new Connection(span.skip, await loaders.fullPages.load(span), fromDetails)
      : new Connection(span.skip, await loaders.summaryPages.load(span), fromSummary);
  }
}
