import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { say } from '../src/vlens/messages/words.js';
import { BusinessRequest } from './business-request.js';
import { FilledText } from './input-rules.js';
import { Rejection } from './rejection.js';
import { UUID } from './scalars.js';
import { StepInput } from './step-input.js';

const HASH_RULE = 'securityHash must be the one in the address of the signing link.';

@InputType({ description: 'A signing link, as its address has it.' })
export class OpenSigningSessionInput extends StepInput {
  @Field(() => UUID, { description: 'The RequestId of the link.' })
  requestId!: string;

  @Field({ description: 'The SecurityHash of the link.' })
  @FilledText(500, HASH_RULE, say('linkNotWhole'))
  securityHash!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A short session of the signer whom the link was made for; it reads and signs that one request.',
})
export class SigningSession {
  @Field({ description: 'Send it as Authorization: Bearer <accessToken>; keep it in memory alone.' })
  accessToken!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many seconds it is good; null where Vlens did not say.',
  })
  expiresInSeconds!: number | null;

  @Field(() => UUID, { description: 'The id of the one business request.' })
  requestId!: string;

  @Field(() => BusinessRequest, {
    nullable: true,
    description:
      'The one business request, read with this session: the contract comes with the answer that opens it. Null where it can’t be read.',
  })
  businessRequest?: BusinessRequest | null;
}

export const OpenSigningSessionResult = createUnionType({
  name: 'OpenSigningSessionResult',
  description: 'What opening a signing link comes to.',
  types: () => [SigningSession, Rejection] as const,
});
