import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  OpenSigningSessionInput,
  OpenSigningSessionResult,
  SigningSession,
} from '../schema/open-signing-session.js';
import type { GatewayContext } from '../src/context.js';
import { asType } from './as-type.js';
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
