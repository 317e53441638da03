import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  GenerateSigningLinkInput,
  GenerateSigningLinkResult,
  SigningLink,
} from '../schema/generate-signing-link.js';
import type { GatewayContext } from '../src/context.js';
import { asType } from './as-type.js';
import { toRejection } from './rejections.js';
import { toGenerateSigningLink } from './signing-inputs.js';
import { takeStep } from './step.js';

@Resolver()
export class SigningLinkMutations {
  @Mutation(() => GenerateSigningLinkResult, {
    description:
      'Makes a page on which the customer signs, and the hash that contractPdf takes. Vlens calls it experimental: prefer the signing steps.',
  })
  async generateSigningLink(
    @Arg('input', () => GenerateSigningLinkInput, { description: 'Which contract, and from where.' })
    input: GenerateSigningLinkInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof GenerateSigningLinkResult> {
    const step = toGenerateSigningLink(input);
    const answer = await takeStep(context, input, 'generateSignContractLink', step);
    if (answer.kind === 'rejection') return toRejection(answer);
    const { url, securityHash } = answer.value;
    return asType(SigningLink, { url, securityHash });
  }
}
