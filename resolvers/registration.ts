import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { AccountExistsArgs } from '../schema/account-exists.js';
import { emailAddress, emailOrPhone } from '../schema/email.js';
import { oneTimeCode } from '../schema/one-time-code.js';
import { ConfirmPasswordResetCodeInput, SendPasswordResetCodeInput } from '../schema/password-reset.js';
import { pasted } from '../schema/pasted.js';
import {
  OAuthTokenVerified,
  RegisterInput,
  RegisterResult,
  VerifyOAuthTokenInput,
  VerifyOAuthTokenResult,
} from '../schema/register.js';
import {
  type CodeInput,
  CodeSent,
  ConfirmContactResult,
  ConfirmEmailInput,
  ConfirmPhoneInput,
  ContactConfirmed,
  SendCodeResult,
  SendEmailCodeInput,
  SendPhoneCodeInput,
} from '../schema/sent-code.js';
import type { GatewayContext } from '../src/context.js';
import { foundOrRefused } from '../src/loaders/read-answers.js';
import type { Answer } from '../src/vlens/answer.js';
import type * as vlens from '../src/vlens/customer-types.js';
import { asciiDigits } from '../src/vlens/messages/digits.js';
import { say } from '../src/vlens/messages/words.js';
import { resetChannel } from '../src/vlens/read/codes.js';
import { asType } from './as-type.js';
import { badField } from './bad-user-input.js';
import { resultOf } from './rejections.js';
import { takeStep } from './step.js';
import { asSent, given, toGeoLocation, toPhoneNumber, toSmsProvider } from './step-inputs.js';
import { toSession } from './to-session.js';

@Resolver()
export class RegistrationResolver {
  @Query(() => Boolean, {
    nullable: true,
    description:
      'Whether somebody is registered with this phone number or e-mail address; one of the two. Needs no token.',
  })
  async accountExists(
    @Args() { phoneNumber: phone, email }: AccountExistsArgs,
    @Ctx() context: GatewayContext,
  ): Promise<boolean> {
    if ((phone == null) === (email == null)) {
      throw badField('phoneNumber', 'Give phoneNumber or email, one of the two.');
    }
    return foundOrRefused(
      await context.vlens.call('checkExistence', {
        phoneNumber: given(phone, (text) => toPhoneNumber(text, context, 'phoneNumber')),
        email: given(email, (text) => asSent(text, emailAddress)),
      }),
    );
  }

  @Mutation(() => SendCodeResult, {
    description: 'Sends a code by SMS to a phone number that nobody is registered with. Needs no token.',
  })
  async sendPhoneCode(
    @Arg('input', () => SendPhoneCodeInput, { description: 'Whom to send it.' }) input: SendPhoneCodeInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof SendCodeResult> {
    return codeSent(
      await takeStep(context, input, 'sendPhoneCode', {
        phoneNumber: toPhoneNumber(input.phoneNumber, context, 'input.phoneNumber'),
        smsProvider: toSmsProvider(input.smsProvider),
      }),
    );
  }

  @Mutation(() => ConfirmContactResult, {
    description: 'Confirms the code of sendPhoneCode. Needs no token.',
  })
  async confirmPhone(
    @Arg('input', () => ConfirmPhoneInput, { description: 'The code.' }) input: ConfirmPhoneInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof ConfirmContactResult> {
    const step = {
      phoneNumber: toPhoneNumber(input.phoneNumber, context, 'input.phoneNumber'),
      ...toCode(input),
    };
    return confirmed(await takeStep(context, input, 'confirmPhone', step));
  }

  @Mutation(() => SendCodeResult, {
    description: 'Sends a code by e-mail, for tenants that ask for a confirmed address. Needs no token.',
  })
  async sendEmailCode(
    @Arg('input', () => SendEmailCodeInput, { description: 'Whom to send it.' }) input: SendEmailCodeInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof SendCodeResult> {
    const step = { email: asSent(input.email, emailAddress) };
    return codeSent(await takeStep(context, input, 'sendEmailCode', step));
  }

  @Mutation(() => ConfirmContactResult, {
    description: 'Confirms the code of sendEmailCode. Needs no token.',
  })
  async confirmEmail(
    @Arg('input', () => ConfirmEmailInput, { description: 'The code.' }) input: ConfirmEmailInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof ConfirmContactResult> {
    const step = { email: asSent(input.email, emailAddress), ...toCode(input) };
    return confirmed(await takeStep(context, input, 'confirmEmail', step));
  }

  @Mutation(() => VerifyOAuthTokenResult, {
    description: 'Google or Microsoft in place of an e-mail code. Needs no token of Vlens’s.',
  })
  async verifyOAuthToken(
    @Arg('input', () => VerifyOAuthTokenInput, { description: 'The ID token.' }) input: VerifyOAuthTokenInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof VerifyOAuthTokenResult> {
    const provider = input.provider === 'GOOGLE' ? 'Google' : 'Microsoft';
    const step = { provider, idToken: input.idToken } as const;
    const answer = await takeStep(context, input, 'stepVerifyOAuthToken', step);
    return resultOf(answer, (verified) => asType(OAuthTokenVerified, verified));
  }

  @Mutation(() => RegisterResult, {
    description: 'Registers a customer with what was confirmed before, and logs them in. Needs no token.',
  })
  async register(
    @Arg('input', () => RegisterInput, { description: 'Who registers.' }) input: RegisterInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof RegisterResult> {
    checkCodesAreWhole(input);
    const answer = await takeStep(context, input, 'register', toRegister(input, context));
    return resultOf(answer, toSession);
  }

  @Mutation(() => SendCodeResult, {
    description:
      'Sends a code to somebody who lost the password: by e-mail, or by SMS where there is no address. Needs no token. Known from older documentation of Vlens’s.',
  })
  async sendPasswordResetCode(
    @Arg('input', () => SendPasswordResetCodeInput, { description: 'Whose password.' })
    input: SendPasswordResetCodeInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof SendCodeResult> {
    return codeSent(await takeStep(context, input, 'sendPasswordResetCode', toAccount(input, context)));
  }

  @Mutation(() => ConfirmContactResult, {
    description:
      'Confirms the code of sendPasswordResetCode. How the new password comes is not published; the sandbox sends one to where the code went. Needs no token. Known from older documentation of Vlens’s.',
  })
  async confirmPasswordResetCode(
    @Arg('input', () => ConfirmPasswordResetCodeInput, { description: 'The code.' })
    input: ConfirmPasswordResetCodeInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof ConfirmContactResult> {
    const { by, id } = resetChannel(pasted(input.codeRequestId));
    const step = { ...toAccount(input, context), ...toCode(input), codeRequestId: id };
    const name = by === 'phone' ? 'validatePasswordPhoneCode' : 'validatePasswordEmailCode';
    return confirmed(await takeStep(context, input, name, step));
  }
}

function codeSent(answer: Answer<vlens.CodeSent>): typeof SendCodeResult {
  return resultOf(answer, (sent) => asType(CodeSent, sent));
}

function confirmed(answer: Answer<vlens.ContactConfirmed>): typeof ConfirmContactResult {
  return resultOf(answer, (contact) => asType(ContactConfirmed, contact));
}

function toCode({ codeRequestId, code }: CodeInput): { codeRequestId: string; code: string } {
  return { codeRequestId: pasted(codeRequestId), code: asSent(code, oneTimeCode) };
}

function toAccount(
  input: SendPasswordResetCodeInput | ConfirmPasswordResetCodeInput,
  { defaultCountry }: GatewayContext,
) {
  return {
    emailOrPhoneNumber: emailOrPhone(input.emailOrPhoneNumber, defaultCountry) ?? input.emailOrPhoneNumber,
    idNumber: given(input.idNumber, (text) => asciiDigits(pasted(text))),
  };
}

function toRegister(input: RegisterInput, context: GatewayContext): vlens.Register {
  return {
    phoneNumber: toPhoneNumber(input.phoneNumber, context, 'input.phoneNumber'),
    phoneCodeRequestId: given(input.phoneCodeRequestId, pasted),
    phoneCode: given(input.phoneCode, (code) => asSent(code, oneTimeCode)),
    email: given(input.email, (email) => asSent(email, emailAddress)),
    emailCodeRequestId: given(input.emailCodeRequestId, pasted),
    emailCode: given(input.emailCode, (code) => asSent(code, oneTimeCode)),
    oAuthVerificationRequestId: given(input.oAuthVerificationRequestId, pasted),
    password: input.password ?? undefined,
    deviceId: input.deviceId,
    geoLocation: toGeoLocation(input.geoLocation),
  };
}

/** A code without its request id can't be looked up. A request id without a code means that the code was confirmed before. */
function checkCodesAreWhole(input: RegisterInput): void {
  checkCode(input.phoneCode, input.phoneCodeRequestId, 'phoneCode');
  checkCode(input.emailCode, input.emailCodeRequestId, 'emailCode');
  if (input.emailCodeRequestId != null && input.email == null) {
    const rule = 'email must be the address that the code was sent to.';
    throw badField('input.email', rule, say('enterEmailOfCode'));
  }
}

function checkCode(code: string | null | undefined, request: string | null | undefined, name: string): void {
  if (code == null || request != null) return;
  throw badField(`input.${name}RequestId`, `${name}RequestId must be given with ${name}.`);
}
