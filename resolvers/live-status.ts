import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Resolver, Root, Subscription } from 'type-graphql';
import type { BusinessRequest } from '../schema/business-request.js';
import { BusinessRequestStatusChange } from '../schema/business-request-status-change.js';
import { UUID } from '../schema/scalars.js';
import type { GatewayContext } from '../src/context.js';
import type { LiveEvent } from '../src/live/change-queue.js';
import type { RequestSummary } from '../src/vlens/types.js';
import { fromSummary } from './business-request-node.js';
import { asksForFullFields } from './full-fields.js';
import { readBusinessRequest } from './read-business-request.js';

/** A published change, with the summary that it contained. */
class StatusChangeNode extends BusinessRequestStatusChange {
  constructor(
    readonly request: RequestSummary,
    changedAt: Date,
  ) {
    super();
    this.requestId = request.id;
    this.status = request.status;
    this.statusName = request.statusName;
    this.changedAt = changedAt;
  }
}

@Resolver(() => BusinessRequestStatusChange)
export class LiveStatusSubscriptions {
  @Subscription(() => BusinessRequestStatusChange, {
    description: 'Changes of one request of the caller’s, or of all of them; the present status comes first.',
    subscribe: ({ args, context }) => context.watch(args.requestId ?? null),
  })
  businessRequestStatusChanged(
    @Root() event: LiveEvent,
    @Arg('requestId', () => UUID, {
      nullable: true,
      description: 'Which request; all of the caller’s without it.',
    })
    _requestId: string | null | undefined,
    @Ctx() { loaders }: GatewayContext,
  ): BusinessRequestStatusChange {
    if (event instanceof Error) throw event;
    // Reads from earlier events of this subscription are out of date.
    loaders.clear();
    return new StatusChangeNode(event.request, event.changedAt);
  }

  @FieldResolver()
  businessRequest(
    @Root() { request }: StatusChangeNode,
    @Ctx() { loaders }: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): BusinessRequest | Promise<BusinessRequest | null> {
    return asksForFullFields(info, [])
      ? readBusinessRequest(loaders, request.id, true)
      : fromSummary(request);
  }
}
