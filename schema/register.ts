import { IsNotEmpty, MaxLength, ValidateNested } from 'class-validator';
import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { CheckedBy } from './checked-by.js';
import { describedEnum } from './described-enum.js';
import { GeoLocationInput } from './device-moment.js';
import { MAX_CHARACTERS } from './input-limits.js';
import { DeviceId, Password } from './input-rules.js';
import { Rejection } from './rejection.js';
import { codeRule, EMAIL_RULE, PHONE_NUMBER_RULE } from './sent-code.js';
import { Session } from './session.js';
import { StepInput } from './step-input.js';
import { validationMessage } from './validation-message.js';

export const OAuthProvider = describedEnum('OAuthProvider', 'Who vouches for an e-mail address.', {
  GOOGLE: 'Google.',
  MICROSOFT: 'Microsoft.',
});
export type OAuthProvider = keyof typeof OAuthProvider;

@InputType({ description: 'An ID token of Google or Microsoft.' })
export class VerifyOAuthTokenInput extends StepInput {
  @Field(() => OAuthProvider, { description: 'Who issued it.' })
  provider!: OAuthProvider;

  @Field({ description: 'The ID token (a JWT) as the provider gave it to the app.' })
  @IsNotEmpty(validationMessage('idToken must not be empty.'))
  @MaxLength(MAX_CHARACTERS.token, validationMessage('idToken must be at most 16,000 characters long.'))
  idToken!: string;
}

@ObjectType({ simpleResolvers: true, description: 'The provider vouches for the e-mail address.' })
export class OAuthTokenVerified {
  @Field({ description: 'What register takes as oAuthVerificationRequestId.' })
  verificationRequestId!: string;

  @Field(() => String, { nullable: true, description: 'The address that the token is for.' })
  email!: string | null;
}

export const VerifyOAuthTokenResult = createUnionType({
  name: 'VerifyOAuthTokenResult',
  description: 'What the check of an ID token comes to.',
  types: () => [OAuthTokenVerified, Rejection] as const,
});

@InputType({ description: 'Who registers, with what was confirmed before.' })
export class RegisterInput extends StepInput {
  @Field({ description: 'E.164, e.g. +201234567890; spaces and hyphens do not matter.' })
  @CheckedBy(...PHONE_NUMBER_RULE)
  phoneNumber!: string;

  @Field(() => String, {
    nullable: true,
    description: 'From sendPhoneCode; without phoneCode where confirmPhone has confirmed it.',
  })
  @MaxLength(200, validationMessage('phoneCodeRequestId must be the one that sendPhoneCode answered.'))
  phoneCodeRequestId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The code of the SMS: 4 to 8 digits; only with phoneCodeRequestId.',
  })
  @CheckedBy(...codeRule('phoneCode'))
  phoneCode?: string | null;

  @Field(() => String, { nullable: true, description: 'The e-mail address, where the tenant asks for one.' })
  @CheckedBy(...EMAIL_RULE)
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'From sendEmailCode, with email; without emailCode where confirmEmail has confirmed it.',
  })
  @MaxLength(200, validationMessage('emailCodeRequestId must be the one that sendEmailCode answered.'))
  emailCodeRequestId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The code of the e-mail: 4 to 8 digits; only with emailCodeRequestId.',
  })
  @CheckedBy(...codeRule('emailCode'))
  emailCode?: string | null;

  @Field(() => String, { nullable: true, description: 'From verifyOAuthToken, in place of the e-mail code.' })
  @MaxLength(
    200,
    validationMessage('oAuthVerificationRequestId must be the one that verifyOAuthToken answered.'),
  )
  oAuthVerificationRequestId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The password to be; the tenant’s rule for it is Vlens’s. Without one, login can’t be used, since it requires a password, until sendPasswordResetCode has led to one.',
  })
  @Password(200)
  password?: string | null;

  @Field({
    description:
      'An id that stays the same on this device; sent as imei, as a login wants it. No published field of Register takes it.',
  })
  @DeviceId()
  deviceId!: string;

  @Field(() => GeoLocationInput, {
    description:
      'Where the device is: the place of the registration is the first last active device location (80 km). No published field of Register takes it.',
  })
  @ValidateNested()
  geoLocation!: GeoLocationInput;
}

export const RegisterResult = createUnionType({
  name: 'RegisterResult',
  description: 'What a registration comes to.',
  types: () => [Session, Rejection] as const,
});
