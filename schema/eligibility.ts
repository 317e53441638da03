import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: 'Whether the caller may create a business request now, and what stands in the way.',
})
export class Eligibility {
  @Field({ description: 'Vlens’s verdict over the other three.' })
  isEligible!: boolean;

  @Field({ description: 'Whether the caller’s identity was verified (KYC); it has to be.' })
  isDigitalIdentityVerified!: boolean;

  @Field({ description: 'Whether a request of the caller’s is still pending; none may be.' })
  hasPendingRequest!: boolean;

  @Field({ description: 'Whether the email address was confirmed; it counts where the tenant wants it.' })
  isEmailConfirmed!: boolean;
}
