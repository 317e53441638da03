import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { DeviceMomentInput } from './device-moment.js';
import { Rejection } from './rejection.js';
import { UUID } from './scalars.js';

@InputType({ description: 'Which contract to make a signing page for.' })
export class GenerateSigningLinkInput extends DeviceMomentInput {
  @Field(() => UUID, { description: 'The business request.' })
  requestId!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A page, good for a limited time, on which the customer reviews and signs in a WebView or browser.',
})
export class SigningLink {
  @Field({ description: 'The address of the page; anybody who has it can open the contract.' })
  url!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The SecurityHash of the address, for contractPdf; null where the address has none.',
  })
  securityHash!: string | null;
}

export const GenerateSigningLinkResult = createUnionType({
  name: 'GenerateSigningLinkResult',
  description: 'What asking for a signing link comes to.',
  types: () => [SigningLink, Rejection] as const,
});
