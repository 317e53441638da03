import { ValidateNested } from 'class-validator';
import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { DeviceMomentInput } from './device-moment.js';
import { FacePicture, OtherThan } from './face-frame.js';
import { Rejection } from './rejection.js';
import { UUID } from './scalars.js';

@InputType({
  description:
    'Base64 JPEG or PNG, with or without a data: prefix, each at most 500 KB; the three frames within 0.5 s, never ' +
    'identical. They go on upright, as their EXIF says, and without place, time and device.',
})
export class LivenessScanInput {
  @Field({ description: 'The picture to compare the frames with.' })
  @FacePicture('image')
  image!: string;

  @Field({ description: 'The first frame of the face.' })
  @FacePicture('face1')
  face1!: string;

  @Field({ description: 'The second frame of the face.' })
  @FacePicture('face2')
  @OtherThan('face1')
  face2!: string;

  @Field({ description: 'The third frame of the face.' })
  @FacePicture('face3')
  @OtherThan('face1', 'face2')
  face3!: string;
}

@InputType({ description: 'Fresh pictures of the customer, from where the customer is now.' })
export class RevalidateLivenessInput extends DeviceMomentInput {
  @Field(() => UUID, { nullable: true, description: 'The business request, from LivenessRequired.' })
  requestId?: string | null;

  @Field(() => UUID, {
    nullable: true,
    description: 'The customer’s KYC transaction, from LivenessRequired.',
  })
  transactionId?: string | null;

  @Field(() => LivenessScanInput, { description: 'The pictures.' })
  @ValidateNested()
  scan!: LivenessScanInput;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The customer was recognised; ask for the activation OTP again.',
})
export class LivenessRevalidated {
  @Field({ description: 'Vlens’s sentence, or ours where it sent none.' })
  message!: string;
}

export const RevalidateLivenessResult = createUnionType({
  name: 'RevalidateLivenessResult',
  description: 'What signing step 1b comes to.',
  types: () => [LivenessRevalidated, Rejection] as const,
});
