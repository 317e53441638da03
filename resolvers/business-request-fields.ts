import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { BusinessRequest } from '../schema/business-request.js';
import type { ContractDocument, ContractTerms, Financing, Signer } from '../schema/contract-parts.js';
import type { FormField } from '../schema/form-field.js';
import type { Person } from '../schema/person.js';
import type { ProductType } from '../schema/product-type.js';
import type { GatewayContext } from '../src/context.js';
import { ReadRefused } from '../src/vlens/faults.js';
import { ownRejection } from '../src/vlens/own-rejection.js';
import type * as vlens from '../src/vlens/types.js';
import { BusinessRequestNode, fromDetails } from './business-request-node.js';
import { toFormField } from './form-fields.js';
import { toProductType } from './product-type-node.js';
import { productTypeOf } from './product-type-of-request.js';

type Known<T> = T | Promise<T>;

/** The fields that are not in the summary. The summary fields are plain properties. */
@Resolver(() => BusinessRequest)
export class BusinessRequestFields {
  @FieldResolver()
  async productType(
    @Root() request: BusinessRequestNode,
    @Ctx() { loaders }: GatewayContext,
  ): Promise<ProductType | null> {
    try {
      const product = productTypeOf(request, await loaders.productTypes.load('all'));
      return product && toProductType(product);
    } catch (error) {
      if (error instanceof ReadRefused) return null;
      throw error;
    }
  }

  @FieldResolver()
  updatedAt(@Root() request: BusinessRequestNode, @Ctx() context: GatewayContext): Known<string | null> {
    return fromFull(request, context, ({ updatedAt }) => updatedAt);
  }

  @FieldResolver()
  formFields(@Root() request: BusinessRequestNode, @Ctx() context: GatewayContext): Known<FormField[]> {
    return fromFull(request, context, ({ formFields }) => formFields.map(toFormField));
  }

  @FieldResolver()
  documents(@Root() request: BusinessRequestNode, @Ctx() context: GatewayContext): Known<ContractDocument[]> {
    return fromFull(request, context, ({ documents }) => documents);
  }

  @FieldResolver()
  user(@Root() request: BusinessRequestNode, @Ctx() context: GatewayContext): Known<Person | null> {
    return fromFull(request, context, ({ user }) => user);
  }

  @FieldResolver()
  signers(@Root() request: BusinessRequestNode, @Ctx() context: GatewayContext): Known<Signer[]> {
    return fromFull(request, context, ({ signers }) => signers);
  }

  @FieldResolver()
  terms(@Root() request: BusinessRequestNode, @Ctx() context: GatewayContext): Known<ContractTerms | null> {
    return fromFull(request, context, ({ terms }) => terms);
  }

  @FieldResolver()
  financing(@Root() request: BusinessRequestNode, @Ctx() context: GatewayContext): Known<Financing | null> {
    return fromFull(request, context, ({ financing }) => financing);
  }

  @FieldResolver()
  paymentRequired(
    @Root() request: BusinessRequestNode,
    @Ctx() context: GatewayContext,
  ): Known<boolean | null> {
    return fromFull(request, context, ({ paymentRequired }) => paymentRequired);
  }

  @FieldResolver()
  relatedRequests(
    @Root() request: BusinessRequestNode,
    @Ctx() context: GatewayContext,
  ): Known<BusinessRequest[]> {
    return fromFull(request, context, ({ relatedRequests }) => relatedRequests.map(fromDetails));
  }
}

/** Returns no promise if the request was read in full; otherwise reads it in full. */
function fromFull<T>(
  { id, full }: BusinessRequestNode,
  { loaders }: GatewayContext,
  field: (full: vlens.BusinessRequest) => T,
): Known<T> {
  return full ? field(full) : loaders.fullRequests.load(id).then((read) => field(read ?? gone()));
}

/** The list contained the request, but Vlens does not find it by its id. */
function gone(): never {
  throw new ReadRefused(ownRejection('NOT_FOUND', { message: 'There is no such request any more.' }));
}
