import { ArgsType, createUnionType, Field, ObjectType } from 'type-graphql';
import { say } from '../src/vlens/messages/words.js';
import { FilledText } from './input-rules.js';
import { Rejection } from './rejection.js';
import { UUID } from './scalars.js';

@ObjectType({ simpleResolvers: true, description: 'The contract can be had as a PDF.' })
export class ContractPdf {
  @Field({
    description: 'Where this gateway serves the bytes (application/pdf); the browser needs no ApiKey.',
  })
  url!: string;
}

export const ContractPdfResult = createUnionType({
  name: 'ContractPdfResult',
  description: 'What asking for the PDF comes to.',
  types: () => [ContractPdf, Rejection] as const,
});

const HASH_RULE = 'securityHash must be the one that generateSigningLink answered.';

@ArgsType()
export class ContractPdfArgs {
  @Field(() => UUID, { description: 'The business request.' })
  requestId!: string;

  @Field({ description: 'From SigningLink; at most 1024 characters.' })
  @FilledText(1024, HASH_RULE, say('linkNotWhole'))
  securityHash!: string;
}
