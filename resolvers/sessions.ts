import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { AdminLoginInput, AdminLoginResult } from '../schema/admin-login.js';
import { RefreshSessionInput, RefreshSessionResult } from '../schema/refresh-session.js';
import type { GatewayContext } from '../src/context.js';
import { resultOf } from './rejections.js';
import { takeStep } from './step.js';
import { toSession } from './to-session.js';

@Resolver()
export class SessionMutations {
  @Mutation(() => RefreshSessionResult, {
    description:
      'A new access token for a refresh token. Sends no SMS and moves no last active device location; needs no token. ' +
      'Two tabs that send the same one at once get one answer.',
  })
  async refreshSession(
    @Arg('input', () => RefreshSessionInput, { description: 'Which session is to go on.' })
    input: RefreshSessionInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof RefreshSessionResult> {
    const { refreshToken } = input;
    const answer = await takeStep(context, input, 'refreshToken', { refreshToken });
    return resultOf(answer, toSession);
  }

  @Mutation(() => AdminLoginResult, {
    description: 'Logs an operator or a service in (/api/credentials/Login); needs no token.',
  })
  async adminLogin(
    @Arg('input', () => AdminLoginInput, { description: 'Who logs in.' }) input: AdminLoginInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof AdminLoginResult> {
    const { userNameOrEmailAddress, password, tenancyName } = input;
    const answer = await takeStep(context, input, 'adminLogin', {
      userNameOrEmailAddress,
      password,
      tenancyName: tenancyName ?? undefined,
    });
    return resultOf(answer, toSession);
  }
}
