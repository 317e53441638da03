import { Field, InputType } from 'type-graphql';
import { UUID } from './scalars.js';

/** The fields that the input of every mutation may contain. It is not a GraphQL type of its own. */
@InputType()
export abstract class StepInput {
  @Field(() => UUID, {
    nullable: true,
    description:
      'Chosen by the client, one for each thing to be done: the same key with the same input gives the first answer ' +
      'again for 24 hours, with another input it is refused; `userDeviceUtcTime` and `geoLocation` may be new ones. ' +
      'The key belongs to the account: a new login finds the same answer. An answer of Vlens that comes after its time is ' +
      'found by it too. It outlasts a restart of the gateway where ' +
      'the operator keeps a `STATE_FOLDER` or Redis. Without a key nothing is remembered.',
  })
  idempotencyKey?: string | null;
}
