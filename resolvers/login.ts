import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { LoginInput, LoginOtpRequired, LoginResult } from '../schema/login.js';
import { oneTimeCode } from '../schema/one-time-code.js';
import { pasted } from '../schema/pasted.js';
import type { GatewayContext } from '../src/context.js';
import { inLanguage, say } from '../src/vlens/messages/words.js';
import type * as vlens from '../src/vlens/types.js';
import { asType } from './as-type.js';
import { badField } from './bad-user-input.js';
import { toRejection } from './rejections.js';
import { takeStep } from './step.js';
import { asSent, given, toGeoLocation, toPhoneNumber, toSmsProvider } from './step-inputs.js';
import { toSession } from './to-session.js';

@Resolver()
export class LoginMutations {
  @Mutation(() => LoginResult, {
    description:
      'Logs an end user in; needs no token. From a new device, Vlens may ask for an SMS code first. Known from older documentation of Vlens’s.',
  })
  async login(
    @Arg('input', () => LoginInput, { description: 'Who logs in, from where.' }) input: LoginInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof LoginResult> {
    checkOtpIsWhole(input);
    const answer = await takeStep(context, input, 'login', toLogin(input, context));
    if (answer.kind === 'rejection') return toRejection(answer);
    const login = answer.value;
    if (login.kind === 'loginOtpNeeded') {
      return asType(LoginOtpRequired, {
        message: inLanguage(context.language, say('deviceUnknown')),
        errorCode: login.errorCode ?? null,
        otpRequestId: login.otpRequestId,
        expiresInSeconds: login.expiresInSeconds,
      });
    }
    return toSession(login);
  }
}

function checkOtpIsWhole({ otpRequestId, otpCode }: LoginInput): void {
  if ((otpRequestId == null) === (otpCode == null)) return;
  const rule = 'otpRequestId and otpCode go together: give both after LoginOtpRequired, else neither.';
  throw otpCode == null
    ? badField('input.otpCode', rule, say('enterCode'))
    : badField('input.otpRequestId', rule);
}

function toLogin(input: LoginInput, context: GatewayContext): vlens.Login {
  return {
    geoLocation: toGeoLocation(input.geoLocation),
    phoneNumber: toPhoneNumber(input.phoneNumber, context, 'input.phoneNumber'),
    password: input.password,
    deviceId: input.deviceId,
    smsProvider: toSmsProvider(input.smsProvider),
    otpRequestId: given(input.otpRequestId, pasted),
    otpCode: given(input.otpCode, (code) => asSent(code, oneTimeCode)),
  };
}
