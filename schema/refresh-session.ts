import { createUnionType, Field, InputType } from 'type-graphql';
import { MAX_CHARACTERS } from './input-limits.js';
import { FilledText } from './input-rules.js';
import { Rejection } from './rejection.js';
import { Session } from './session.js';
import { StepInput } from './step-input.js';

@InputType({ description: 'Which session is to go on.' })
export class RefreshSessionInput extends StepInput {
  @Field({
    description:
      'The latest one of this session: take that of the new Session from then on. Whether Vlens takes one twice is not published.',
  })
  @FilledText(MAX_CHARACTERS.token, 'refreshToken must be the one that Session answered.')
  refreshToken!: string;
}

export const RefreshSessionResult = createUnionType({
  name: 'RefreshSessionResult',
  description: 'What a refresh comes to: the session goes on, or the user must log in again.',
  types: () => [Session, Rejection] as const,
});
