import { IsNotEmpty, MaxLength, ValidateNested } from 'class-validator';
import { createUnionType, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { CheckedBy } from './checked-by.js';
import { GeoLocationInput } from './device-moment.js';
import { isEmailAddress } from './email.js';
import { MAX_CHARACTERS } from './input-limits.js';
import { isOneTimeCode } from './one-time-code.js';
import { isPhoneNumber } from './phone-number.js';
import { Rejection } from './rejection.js';
import { EMAIL_RULE, PHONE_NUMBER_RULE } from './sent-code.js';
import { Session } from './session.js';
import { StepInput } from './step-input.js';

export const OAuthProvider = { GOOGLE: 'GOOGLE', MICROSOFT: 'MICROSOFT' } as const;
export type OAuthProvider = keyof typeof OAuthProvider;

registerEnumType(OAuthProvider, {
  name: 'OAuthProvider',
  description: 'Who vouches for an e-mail address.',
  valuesConfig: { GOOGLE: { description: 'Google.' }, MICROSOFT: { description: 'Microsoft.' } },
});

@InputType({ description: 'An ID token of Google or Microsoft.' })
export class VerifyOAuthTokenInput extends StepInput {
  @Field(() => OAuthProvider, { description: 'Who issued it.' })
  provider!: OAuthProvider;

  @Field({ description: 'The ID token (a JWT) as the provider gave it to the app.' })
  @IsNotEmpty({ message: 'idToken must not be empty.' })
  @MaxLength(MAX_CHARACTERS.token, { message: 'idToken must be at most 16,000 characters long.' })
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

const CODE_RULE = 'must be the 4 to 8 digits that were sent.';

@InputType({ description: 'Who registers, with what was confirmed before.' })
export class RegisterInput extends StepInput {
  @Field({ description: 'E.164, e.g. +201234567890; spaces and hyphens do not matter.' })
  @CheckedBy(isPhoneNumber, PHONE_NUMBER_RULE)
  phoneNumber!: string;

  @Field(() => String, { nullable: true, description: 'From sendPhoneCode.' })
  @MaxLength(200, { message: 'phoneCodeRequestId must be the one that sendPhoneCode answered.' })
  phoneCodeRequestId?: string | null;

  @Field(() => String, { nullable: true, description: 'The code of the SMS.' })
  @CheckedBy(isOneTimeCode, `phoneCode ${CODE_RULE}`)
  phoneCode?: string | null;

  @Field(() => String, { nullable: true, description: 'The e-mail address, where the tenant asks for one.' })
  @CheckedBy(isEmailAddress, EMAIL_RULE)
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'From sendEmailCode.' })
  @MaxLength(200, { message: 'emailCodeRequestId must be the one that sendEmailCode answered.' })
  emailCodeRequestId?: string | null;

  @Field(() => String, { nullable: true, description: 'The code of the e-mail.' })
  @CheckedBy(isOneTimeCode, `emailCode ${CODE_RULE}`)
  emailCode?: string | null;

  @Field(() => String, { nullable: true, description: 'From verifyOAuthToken, in place of the e-mail code.' })
  @MaxLength(200, { message: 'oAuthVerificationRequestId must be the one that verifyOAuthToken answered.' })
  oAuthVerificationRequestId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The password to be; the tenant’s rule for it is Vlens’s.',
  })
  @IsNotEmpty({ message: 'password must not be empty.' })
  @MaxLength(200, { message: 'password must be at most 200 characters long.' })
  password?: string | null;

  @Field({ description: 'An id that stays the same on this device: Vlens tells a known one by it (imei).' })
  @IsNotEmpty({ message: 'deviceId must not be empty.' })
  @MaxLength(200, { message: 'deviceId must be at most 200 characters long.' })
  deviceId!: string;

  @Field(() => GeoLocationInput, {
    description: 'Where the device is; it becomes the first last active device location (80 km).',
  })
  @ValidateNested()
  geoLocation!: GeoLocationInput;
}

export const RegisterResult = createUnionType({
  name: 'RegisterResult',
  description: 'What a registration comes to.',
  types: () => [Session, Rejection] as const,
});
