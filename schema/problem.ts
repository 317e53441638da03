import { Field, Int, InterfaceType } from 'type-graphql';

@InterfaceType({
  description:
    'Something a client is expected to handle, as data. Faults (no token, upstream down, ...) are GraphQL errors ' +
    'instead.',
})
export abstract class Problem {
  @Field({
    description:
      'A sentence for the customer: Vlens’s own, or ours in the language of Accept-Language (en, ar).',
  })
  message!: string;

  @Field(() => Int, { nullable: true, description: 'Vlens’s error_code, where there was one.' })
  errorCode!: number | null;
}
