import { Field, ObjectType } from 'type-graphql';
import { BusinessRequest } from './business-request.js';
import { BusinessRequestStatus } from './business-request-status.js';
import { DateTime, UUID } from './scalars.js';

@ObjectType({
  simpleResolvers: true,
  description: 'Where a business request stands now. The first one of a subscription is the present status.',
})
export class BusinessRequestStatusChange {
  @Field(() => UUID, { description: 'Which business request.' })
  requestId!: string;

  @Field(() => BusinessRequestStatus, { description: 'Its status, read with the caller’s own token.' })
  status!: BusinessRequestStatus;

  @Field(() => String, { nullable: true, description: 'The status as Vlens names it.' })
  statusName!: string | null;

  @Field(() => DateTime, {
    description:
      'When it changed, as early as is known: by Vlens’s first announcement or its own note of the change, or when it was read first.',
  })
  changedAt!: Date;

  @Field(() => BusinessRequest, { nullable: true, description: 'The business request as it is now.' })
  businessRequest?: BusinessRequest | null;
}
