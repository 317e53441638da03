import { Ctx, Query, Resolver } from 'type-graphql';
import { Eligibility } from '../schema/eligibility.js';
import type { GatewayContext } from '../src/context.js';

@Resolver()
export class EligibilityQueries {
  @Query(() => Eligibility, {
    nullable: true,
    description: 'Whether the caller may create a business request now, and what stands in the way.',
  })
  eligibility(@Ctx() { loaders }: GatewayContext): Promise<Eligibility> {
    return loaders.eligibility.load('own');
  }
}
