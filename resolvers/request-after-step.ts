import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { BusinessRequest } from '../schema/business-request.js';
import { ContractActivated } from '../schema/confirm-payment.js';
import { ActivationOtpSent } from '../schema/request-activation-otp.js';
import type { GatewayContext } from '../src/context.js';
import { asksForFullFields } from './full-fields.js';
import { readBusinessRequest } from './read-business-request.js';

/** The request is read after the step. If that read fails, the step was taken nevertheless. */
@Resolver(() => ActivationOtpSent)
export class ActivationOtpSentFields {
  @FieldResolver()
  async businessRequest(
    @Root() { requestId }: ActivationOtpSent,
    @Ctx() { loaders }: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BusinessRequest | null> {
    return requestId === null ? null : readBusinessRequest(loaders, requestId, asksForFullFields(info, []));
  }
}

@Resolver(() => ContractActivated)
export class ContractActivatedFields {
  @FieldResolver()
  businessRequest(
    @Root() { requestId }: ContractActivated,
    @Ctx() { loaders }: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BusinessRequest | null> {
    return readBusinessRequest(loaders, requestId, asksForFullFields(info, []));
  }
}
