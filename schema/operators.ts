import { MaxLength } from 'class-validator';
import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { say } from '../src/vlens/messages/words.js';
import { PageInfo } from './business-request-connection.js';
import { CheckedBy } from './checked-by.js';
import { isEmailOrPhone } from './email.js';
import { LARGEST_PAGE, MaxText, PageSize } from './input-rules.js';
import { Person } from './person.js';
import { DateTime, UUID } from './scalars.js';
import { validationMessage } from './validation-message.js';

@ArgsType()
export class IdentityImagesArgs {
  @Field({ description: 'What the customer is registered with.' })
  @CheckedBy(
    isEmailOrPhone,
    'emailOrPhoneNumber must be an e-mail address, or a phone number as E.164.',
    say('enterEmailOrPhoneNumber'),
  )
  emailOrPhoneNumber!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The file names of a customer’s pictures; identityImage reads one.',
})
export class IdentityImages {
  @Field(() => String, { nullable: true, description: 'The front of the card.' })
  idFront!: string | null;

  @Field(() => String, { nullable: true, description: 'The back of the card.' })
  idBack!: string | null;

  @Field(() => String, { nullable: true, description: 'The picture that the face was compared with.' })
  liveness!: string | null;

  @Field(() => [String], { description: 'The frames of the face.' })
  faces!: string[];
}

@ArgsType()
export class IdentityImageArgs {
  @Field(() => UUID, { description: 'The verification.' })
  transactionId!: string;

  @Field({ description: 'One of IdentityImages.' })
  @MaxLength(300, validationMessage('fileName must be one that identityImages answered.'))
  fileName!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A picture of a customer’s verification.' })
export class IdentityImage {
  @Field({ description: 'Base64.' })
  content!: string;
}

@ObjectType({ simpleResolvers: true, description: 'The device that a verification was done on.' })
export class VerificationDevice {
  @Field(() => String, { nullable: true, description: 'What the device calls itself.' })
  deviceId!: string | null;

  @Field(() => String, { nullable: true, description: 'Its IP address.' })
  ipAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'Its time zone.' })
  timeZone!: string | null;

  @Field(() => Float, { nullable: true, description: 'From -90 (south) to 90 (north).' })
  latitude!: number | null;

  @Field(() => Float, { nullable: true, description: 'From -180 (west) to 180 (east).' })
  longitude!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'An identity verification, as an operator reads it.' })
export class VerificationTransaction {
  @Field(() => UUID, { description: 'Its id.' })
  transactionId!: string;

  @Field(() => String, { nullable: true, description: 'The customer’s name.' })
  fullName!: string | null;

  @Field(() => String, { nullable: true, description: 'The number of the national id.' })
  idNumber!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the customer was verified.' })
  isVerified!: boolean | null;

  @Field(() => Int, { nullable: true, description: 'How many steps it has.' })
  stepsCount!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was begun; Vlens’s time is taken for UTC.' })
  createdAt!: Date | string | null;

  @Field(() => VerificationDevice, { nullable: true, description: 'The device.' })
  device!: VerificationDevice | null;
}

export const USERS_OF_A_PAGE = 25;

@ArgsType()
export class UsersArgs {
  @Field(() => Int, {
    nullable: true,
    defaultValue: USERS_OF_A_PAGE,
    description: `How many to answer with: 1 to ${LARGEST_PAGE}; null is as if it was left out.`,
  })
  @PageSize()
  first!: number | null;

  @Field(() => String, { nullable: true, description: 'The endCursor of the page before.' })
  @MaxLength(100, validationMessage('after must be an endCursor or cursor that users answered.'))
  after?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to look for, e.g. part of a phone number; where Vlens looks is not published.',
  })
  @MaxText('filter', 256)
  filter?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A user and their place in the list.' })
export class UserEdge {
  @Field({ description: 'Opaque; what users takes as after.' })
  cursor!: string;

  @Field(() => Person, { description: 'The user.' })
  node!: Person;
}

@ObjectType({ simpleResolvers: true, description: 'A page of the tenant’s users.' })
export class UserConnection {
  @Field(() => [Person], { description: 'The users of this page.' })
  nodes!: Person[];

  @Field(() => [UserEdge], { description: 'The users of this page with their cursors.' })
  edges!: UserEdge[];

  @Field(() => PageInfo, { description: 'Where this page lies.' })
  pageInfo!: PageInfo;

  @Field(() => Int, {
    description: 'How many there are in all; where Vlens does not say, how many were read so far.',
  })
  totalCount!: number;
}
