import { ValidateNested } from 'class-validator';
import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { CheckedBy } from './checked-by.js';
import { GeoLocationInput } from './device-moment.js';
import { DeviceId, FilledText, Password } from './input-rules.js';
import { Problem } from './problem.js';
import { Rejection } from './rejection.js';
import { codeRule, PHONE_NUMBER_RULE } from './sent-code.js';
import { Session } from './session.js';
import { SmsProvider } from './sms-provider.js';
import { StepInput } from './step-input.js';

@InputType({
  description:
    'deviceId is required, as Vlens’s imei is. otpRequestId and otpCode go together, after LoginOtpRequired alone.',
})
export class LoginInput extends StepInput {
  @Field({
    description:
      'E.164, e.g. +201234567890; 00 is +, spaces and hyphens do not matter. Local numbers with DEFAULT_COUNTRY alone.',
  })
  @CheckedBy(...PHONE_NUMBER_RULE)
  phoneNumber!: string;

  @Field({ description: 'The user’s password at Vlens.' })
  @Password(200)
  password!: string;

  @Field(() => GeoLocationInput, {
    description: 'Where the device is: a new place becomes the last active device location (80 km).',
  })
  @ValidateNested()
  geoLocation!: GeoLocationInput;

  @Field({ description: 'An id that stays the same on this device (imei): a new device may need a code.' })
  @DeviceId()
  deviceId!: string;

  @Field(() => SmsProvider, { nullable: true, description: 'Who delivers the code, if one is sent.' })
  smsProvider?: SmsProvider | null;

  @Field(() => String, { nullable: true, description: 'From LoginOtpRequired.' })
  @FilledText(200, 'otpRequestId must be the one that LoginOtpRequired answered.')
  otpRequestId?: string | null;

  @Field(() => String, { nullable: true, description: 'The code of the SMS: 4 to 8 digits.' })
  @CheckedBy(...codeRule('otpCode'))
  otpCode?: string | null;
}

@ObjectType({
  implements: Problem,
  simpleResolvers: true,
  description: 'A device that Vlens does not know yet: an SMS code was sent; log in again with it.',
})
export class LoginOtpRequired extends Problem {
  @Field({ description: 'To be passed on to the next login.' })
  otpRequestId!: string;

  @Field(() => Int, { nullable: true, description: 'For how many seconds the code is good.' })
  expiresInSeconds!: number | null;
}

export const LoginResult = createUnionType({
  name: 'LoginResult',
  description: 'What a login comes to.',
  types: () => [Session, LoginOtpRequired, Rejection] as const,
});
