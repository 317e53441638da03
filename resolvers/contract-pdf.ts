import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { ContractPdf, ContractPdfArgs, ContractPdfResult } from '../schema/contract-pdf.js';
import type { GatewayContext } from '../src/context.js';
import type { ContractPdfSource } from '../src/vlens/types.js';
import { asType } from './as-type.js';
import { toRejection } from './rejections.js';

@Resolver()
export class ContractPdfQueries {
  @Query(() => ContractPdfResult, {
    description: 'Where the contract can be had as a PDF, with the hash of a signing link.',
  })
  async contractPdf(
    @Args() { requestId, securityHash }: ContractPdfArgs,
    @Ctx() { vlens, publicUrl }: GatewayContext,
  ): Promise<typeof ContractPdfResult> {
    const answer = await vlens.call('viewContractPdf', { requestId, securityHash });
    if (answer.kind === 'rejection') return toRejection(answer);
    leaveUnread(answer.value);
    const query = `securityHash=${encodeURIComponent(securityHash.toWellFormed())}`;
    return asType(ContractPdf, { url: `${publicUrl}/contracts/${requestId}.pdf?${query}` });
  }
}

/** The download reads the bytes. Here they stay unread, and would hold a connection to Vlens. */
function leaveUnread(source: ContractPdfSource): void {
  if (source.kind !== 'bytes' || !('destroy' in source.body)) return;
  if (typeof source.body.destroy === 'function') source.body.destroy();
}
