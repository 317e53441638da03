import { ValidateNested } from 'class-validator';
import { createUnionType, Field, InputType, ObjectType } from 'type-graphql';
import { say } from '../src/vlens/messages/words.js';
import { CheckedBy } from './checked-by.js';
import { DeviceMomentInput } from './device-moment.js';
import { isBase64Picture, isSamePicture, isSmallPicture } from './picture.js';
import { Rejection } from './rejection.js';
import { UUID } from './scalars.js';

type Frame = 'face1' | 'face2' | 'face3';

function Picture(name: string): PropertyDecorator {
  const isBase64 = CheckedBy(isBase64Picture, `${name} must be base64 of a JPEG or PNG picture.`);
  const isSmall = CheckedBy(
    isSmallPicture,
    `${name} must be at most 500 KB once decoded.`,
    say('pictureOfFaceTooHeavy'),
  );
  return (target, property) => {
    isBase64(target, property);
    isSmall(target, property);
  };
}

function OtherThan(...frames: Frame[]): PropertyDecorator {
  const isOtherFrame = (value: unknown, scan: object) =>
    frames.every((frame) => !isSamePicture(value, Reflect.get(scan, frame)));
  return CheckedBy(
    isOtherFrame,
    `It is the same picture as ${frames.join(' or ')}; take three frames within 0.5 s.`,
    say('sameFrame'),
  );
}

@InputType({
  description:
    'Base64 JPEG or PNG, with or without a data: prefix, each under 500 KB; the three frames within 0.5 s, never ' +
    'identical.',
})
export class LivenessScanInput {
  @Field({ description: 'The picture to compare the frames with.' })
  @Picture('image')
  image!: string;

  @Field({ description: 'The first frame of the face.' })
  @Picture('face1')
  face1!: string;

  @Field({ description: 'The second frame of the face.' })
  @Picture('face2')
  @OtherThan('face1')
  face2!: string;

  @Field({ description: 'The third frame of the face.' })
  @Picture('face3')
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
