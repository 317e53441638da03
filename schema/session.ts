import { Field, Int, ObjectType } from 'type-graphql';
import { Person } from './person.js';
import { UUID } from './scalars.js';

@ObjectType({ simpleResolvers: true, description: 'Somebody is logged in.' })
export class Session {
  @Field({ description: 'Vlens’s access token; send it as Authorization: Bearer <accessToken>.' })
  accessToken!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What refreshSession takes; count it as good once, and take that of the next Session. Keep it as safe as a password.',
  })
  refreshToken!: string | null;

  @Field(() => Int, { nullable: true, description: 'For how many seconds the access token is good.' })
  expiresInSeconds!: number | null;

  @Field(() => UUID, {
    nullable: true,
    description: 'The KYC transaction that Vlens named at login; what StepReValidateLiveness may want.',
  })
  transactionId!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the user’s identity was verified (KYC).' })
  isDigitalIdentityVerified!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether a request of the user’s is still pending.' })
  hasPendingRequest!: boolean | null;

  @Field(() => Person, { nullable: true, description: 'Who is logged in.' })
  user!: Person | null;
}
