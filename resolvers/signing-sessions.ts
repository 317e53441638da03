import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { BusinessRequest } from '../schema/business-request.js';
import {
  OpenSigningSessionInput,
  OpenSigningSessionResult,
  SigningSession,
} from '../schema/open-signing-session.js';
import type { GatewayContext } from '../src/context.js';
import { asType } from './as-type.js';
import { asksForFullFields } from './full-fields.js';
import { readBusinessRequest } from './read-business-request.js';
import { toRejection } from './rejections.js';
import { takeStep } from './step.js';

@Resolver()
export class SigningSessionMutations {
  @Mutation(() => OpenSigningSessionResult, {
    description:
      'Exchanges the hash of a signing link for a short session of its one request; needs no token. Only the sandbox ' +
      'does so: with the real Vlens the app that opens the page hands its user’s token over, and this is a Rejection.',
  })
  async openSigningSession(
    @Arg('input', () => OpenSigningSessionInput, { description: 'The link.' }) input: OpenSigningSessionInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof OpenSigningSessionResult> {
    const { requestId, securityHash } = input;
    const answer = await takeStep(context, input, 'openSigningSession', { requestId, securityHash });
    if (answer.kind === 'rejection') return toRejection(answer);
    return asType(SigningSession, { ...answer.value, requestId });
  }
}

/** The request is read after the exchange. If that read fails, the session is open nevertheless. */
@Resolver(() => SigningSession)
export class SigningSessionFields {
  @FieldResolver()
  businessRequest(
    @Root() { accessToken, requestId }: SigningSession,
    @Ctx() { loadersOf }: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BusinessRequest | null> {
    return readBusinessRequest(loadersOf(accessToken), requestId, asksForFullFields(info, []));
  }
}
