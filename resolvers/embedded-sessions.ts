import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { emailAddress } from '../schema/email.js';
import {
  CreateEmbeddedSessionInput,
  CreateEmbeddedSessionResult,
  EmbeddedSession,
  type PrefilledFormInput,
} from '../schema/embedded-session.js';
import type { GatewayContext } from '../src/context.js';
import { asType } from './as-type.js';
import { badField } from './bad-user-input.js';
import { duplicateKeys, refuseKeys } from './form-keys.js';
import { resultOf } from './rejections.js';
import { takeStep } from './step.js';
import { asSent, given, toPhoneNumber } from './step-inputs.js';

@Resolver()
export class EmbeddedSessionMutations {
  @Mutation(() => CreateEmbeddedSessionResult, {
    description:
      'A token for Vlens’s own embedded pages (IdentityUserSession/CreateAuthSession); needs no token. With prefilled an ' +
      'invitation (CreateInvitation), which an admin’s token alone may send, and which takes neither email nor userPublicKey.',
  })
  async createEmbeddedSession(
    @Arg('input', () => CreateEmbeddedSessionInput, { description: 'For whom, and what they may do.' })
    input: CreateEmbeddedSessionInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof CreateEmbeddedSessionResult> {
    if (input.prefilled != null) checkInvitation(input);
    const session = {
      phoneNumber: given(input.phoneNumber, (text) => toPhoneNumber(text, context, 'input.phoneNumber')),
      allowedProductTypeIds: input.allowedProductTypeIds ?? undefined,
      minimalSignatureFlow: input.minimalSignatureFlow ?? undefined,
      identityOnly: input.identityOnly ?? undefined,
    };
    const answer =
      input.prefilled == null
        ? await takeStep(context, input, 'createAuthSession', {
            ...session,
            email: given(input.email, (text) => asSent(text, emailAddress)),
            userPublicKey: input.userPublicKey ?? undefined,
          })
        : await takeStep(context, input, 'createInvitation', {
            ...session,
            prefilled: toPrefilled(input.prefilled),
          });
    return resultOf(answer, (made) => asType(EmbeddedSession, made));
  }
}

/** CreateInvitation has neither field. If they were dropped, the client would get a token for another person, or an unencrypted one. */
function checkInvitation({ email, userPublicKey }: CreateEmbeddedSessionInput): void {
  if (email != null) {
    throw badField('input.email', 'email can’t be given with prefilled: an invitation goes by phoneNumber.');
  }
  if (userPublicKey != null) {
    throw badField(
      'input.userPublicKey',
      'userPublicKey can’t be given with prefilled: the token of an invitation comes as it is.',
    );
  }
}

function toPrefilled(forms: readonly PrefilledFormInput[]): Record<string, Record<string, string>> {
  const ids = forms.map(({ productTypeId }) => productTypeId);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice !== -1) {
    throw badField(`input.prefilled[${twice}].productTypeId`, 'A product type may be filled in once.');
  }
  refuseKeys(forms.flatMap(({ fields }, index) => duplicateKeys(fields, `input.prefilled[${index}].fields`)));
  return Object.fromEntries(
    forms.map(({ productTypeId, fields }) => [
      String(productTypeId),
      Object.fromEntries(fields.map(({ key, value }) => [key, value])),
    ]),
  );
}
