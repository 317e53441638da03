import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  CancelIdentityVerificationInput,
  CancelIdentityVerificationResult,
  IdentityChecked,
  IdentityCheckFailed,
  IdentityVerificationCancelled,
  LinkVerificationInput,
  VerifyIdentityResult,
  VerifyIdSideInput,
  VerifyLivenessInput,
} from '../schema/identity-verification.js';
import { pictureBase64 } from '../schema/picture.js';
import type { GatewayContext } from '../src/context.js';
import type * as vlens from '../src/vlens/answer.js';
import type * as customer from '../src/vlens/customer-types.js';
import { inLanguage, say } from '../src/vlens/messages/words.js';
import { asType } from './as-type.js';
import { badField } from './bad-user-input.js';
import { toRejection } from './rejections.js';
import { takeStep } from './step.js';
import { given } from './step-inputs.js';

@Resolver()
export class IdentityMutations {
  @Mutation(() => VerifyIdentityResult, {
    description: 'Identity verification: the front of the card. Front and back in any order, then liveness.',
  })
  async verifyIdFront(
    @Arg('input', () => VerifyIdSideInput, { description: 'The picture.' }) input: VerifyIdSideInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof VerifyIdentityResult> {
    return verified(await takeStep(context, input, 'verifyIdFront', toSide(input)));
  }

  @Mutation(() => VerifyIdentityResult, {
    description:
      'Identity verification: the back of the card, with the same transactionId as the front. Either may come first.',
  })
  async verifyIdBack(
    @Arg('input', () => VerifyIdSideInput, { description: 'The picture.' }) input: VerifyIdSideInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof VerifyIdentityResult> {
    return verified(await takeStep(context, input, 'verifyIdBack', toSide(input)));
  }

  @Mutation(() => VerifyIdentityResult, {
    description: 'Identity verification, the last: three frames of the face, after front and back.',
  })
  async verifyLiveness(
    @Arg('input', () => VerifyLivenessInput, { description: 'The pictures.' }) input: VerifyLivenessInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof VerifyIdentityResult> {
    const { face1, face2, face3, image, transactionId } = input;
    return verified(
      await takeStep(context, input, 'verifyLiveness', {
        face1: pictureBase64(face1),
        face2: pictureBase64(face2),
        face3: pictureBase64(face3),
        image: given(image, pictureBase64),
        transactionId,
      }),
    );
  }

  @Mutation(() => VerifyIdentityResult, {
    description: 'A verification that was done with the ApiKey alone becomes the caller’s.',
  })
  async linkVerification(
    @Arg('input', () => LinkVerificationInput, { description: 'Which one.' }) input: LinkVerificationInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof VerifyIdentityResult> {
    const { transactionId } = input;
    return verified(await takeStep(context, input, 'linkTransaction', { transactionId }));
  }

  @Mutation(() => CancelIdentityVerificationResult, {
    description:
      'Cancels the caller’s verified identity, without which nobody may create a request. Known from older documentation of Vlens’s.',
  })
  async cancelIdentityVerification(
    @Arg('input', () => CancelIdentityVerificationInput, { description: 'That it is meant.' })
    input: CancelIdentityVerificationInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof CancelIdentityVerificationResult> {
    if (!input.confirm) {
      const rule = 'confirm must be true: ask the customer first.';
      throw badField('input.confirm', rule, say('confirmFirst'));
    }
    const answer = await takeStep(context, input, 'cancelIdentity', {});
    if (answer.kind === 'rejection') return toRejection(answer);
    const message = answer.value.message ?? inLanguage(context.language, say('identityCancelled'));
    return asType(IdentityVerificationCancelled, { message });
  }
}

function toSide({ image, transactionId }: VerifyIdSideInput): customer.VerifyIdSide {
  return { image: pictureBase64(image), transactionId: transactionId ?? undefined };
}

function verified(
  answer: vlens.Answer<customer.IdentityChecked> | vlens.IdentityCheckFailed,
): typeof VerifyIdentityResult {
  switch (answer.kind) {
    case 'accepted':
      return asType(IdentityChecked, answer.value);
    case 'identityCheckFailed': {
      const { message, errorCode, transactionId, checks } = answer;
      return asType(IdentityCheckFailed, { message, errorCode, transactionId, checks });
    }
    case 'rejection':
      return toRejection(answer);
  }
}
