import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { FaceFrame } from './face-frame.js';
import { IdPicture } from './id-picture.js';
import { Problem } from './problem.js';
import { Rejection } from './rejection.js';
import { DateOnly, UUID } from './scalars.js';
import { StepInput } from './step-input.js';

@InputType({
  description:
    'Base64 JPEG or PNG, with or without a data: prefix, at most 3 MB and 25 megapixels, which are Vlens’s own limits. It goes on upright, as its EXIF says, and without place, time and device.',
})
export class VerifyIdSideInput extends StepInput {
  @Field({ description: 'The photograph of this side of the card.' })
  @IdPicture('image')
  image!: string;

  @Field(() => UUID, {
    nullable: true,
    description:
      'One for front, back and liveness: choose it yourself, or take the one that the first side answers.',
  })
  transactionId?: string | null;
}

@InputType({
  description:
    'Three frames of the face within 0.5 s, never identical, each at most 500 KB; base64 JPEG or PNG, with or without a data: prefix. They go on upright, as their EXIF says, and without place, time and device.',
})
export class VerifyLivenessInput extends StepInput {
  @Field({ description: 'The first frame of the face.' })
  @FaceFrame('face1')
  face1!: string;

  @Field({ description: 'The second frame of the face.' })
  @FaceFrame('face2', 'face1')
  face2!: string;

  @Field({ description: 'The third frame of the face.' })
  @FaceFrame('face3', 'face1', 'face2')
  face3!: string;

  @Field(() => String, { nullable: true, description: 'A picture to compare with, at most 3 MB.' })
  @IdPicture('image')
  image?: string | null;

  @Field(() => UUID, { description: 'That of front and back.' })
  transactionId!: string;
}

@InputType({ description: 'Which verification is the caller’s.' })
export class LinkVerificationInput extends StepInput {
  @Field(() => UUID, { description: 'The verification that was done with the ApiKey alone.' })
  transactionId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What was read on a card.' })
export class IdentityDocument {
  @Field(() => String, { nullable: true, description: 'The whole name as on the card.' })
  fullName!: string | null;

  @Field(() => String, { nullable: true, description: 'The name in Latin letters.' })
  fullNameEnglish!: string | null;

  @Field(() => String, { nullable: true, description: 'The number of the national id.' })
  idNumber!: string | null;

  @Field(() => DateOnly, { nullable: true, description: 'The date of birth.' })
  dateOfBirth!: string | null;

  @Field(() => String, { nullable: true, description: 'The gender as Vlens writes it.' })
  gender!: string | null;

  @Field(() => String, { nullable: true, description: 'The address on the card.' })
  address!: string | null;

  @Field(() => String, { nullable: true, description: 'The occupation on the card.' })
  job!: string | null;

  @Field(() => String, { nullable: true, description: 'The marital status on the card.' })
  maritalStatus!: string | null;

  @Field(() => String, { nullable: true, description: 'When it was issued, as on the card: year and month.' })
  issuedOn!: string | null;

  @Field(() => DateOnly, { nullable: true, description: 'Until when the card is valid.' })
  expiresOn!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The pictures passed.' })
export class IdentityChecked {
  @Field(() => UUID, { description: 'To be passed on with the next pictures.' })
  transactionId!: string;

  @Field({ description: 'Front, back and liveness are all through.' })
  isComplete!: boolean;

  @Field({ description: 'And the authorities have said yes, where the tenant asks them.' })
  isVerified!: boolean;

  @Field(() => IdentityDocument, { nullable: true, description: 'What was read on the card.' })
  document!: IdentityDocument | null;
}

@ObjectType({ simpleResolvers: true, description: 'One check that did not pass.' })
export class IdentityCheck {
  @Field(() => String, { nullable: true, description: 'What it is about, as Vlens names it.' })
  field!: string | null;

  @Field(() => Int, { nullable: true, description: 'Vlens’s number, where there is one.' })
  code!: number | null;

  @Field({ description: 'What to do about it; it never repeats what stands on the card.' })
  message!: string;
}

@ObjectType({
  implements: Problem,
  simpleResolvers: true,
  description: 'The pictures did not pass, whatever error_code says: Vlens says so in services.',
})
export class IdentityCheckFailed extends Problem {
  @Field(() => UUID, { nullable: true, description: 'Send better pictures with the same one.' })
  transactionId!: string | null;

  @Field(() => [IdentityCheck], { description: 'Each check that did not pass; at least one.' })
  checks!: IdentityCheck[];
}

export const VerifyIdentityResult = createUnionType({
  name: 'VerifyIdentityResult',
  description: 'What a step of an identity verification comes to.',
  types: () => [IdentityChecked, IdentityCheckFailed, Rejection] as const,
});

@InputType({ description: 'That the verification is to be cancelled.' })
export class CancelIdentityVerificationInput extends StepInput {
  @Field({
    description:
      'true: the customer has been asked. Nobody may create a request without a verified identity.',
  })
  confirm!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'The caller’s identity is no longer verified.' })
export class IdentityVerificationCancelled {
  @Field({ description: 'Vlens’s sentence, or ours where it sent none.' })
  message!: string;
}

export const CancelIdentityVerificationResult = createUnionType({
  name: 'CancelIdentityVerificationResult',
  description: 'What the end of a verification comes to.',
  types: () => [IdentityVerificationCancelled, Rejection] as const,
});
