import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import type { BusinessRequest } from '../schema/business-request.js';
import {
  BusinessRequestCreated,
  CreateBusinessRequestInput,
  CreateBusinessRequestResult,
  NotEligible,
} from '../schema/create-business-request.js';
import { pasted } from '../schema/pasted.js';
import { phoneNumber } from '../schema/phone-number.js';
import type { GatewayContext } from '../src/context.js';
import type { Rejection } from '../src/vlens/answer.js';
import { ReadRefused, VlensFault } from '../src/vlens/faults.js';
import type * as vlens from '../src/vlens/types.js';
import { asType } from './as-type.js';
import { fromDetails, fromSummary } from './business-request-node.js';
import { duplicateKeys, refuseKeys, unknownKeys } from './form-keys.js';
import { toRejection } from './rejections.js';
import { selectedFields } from './selection.js';
import { takeStep } from './step.js';
import { toDeviceMoment } from './step-inputs.js';

@Resolver()
export class CreationMutations {
  @Mutation(() => CreateBusinessRequestResult, {
    description:
      'Creates a business request; it waits for approval then, unless the tenant approves by itself. See eligibility before.',
  })
  async createBusinessRequest(
    @Arg('input', () => CreateBusinessRequestInput, { description: 'The product and the filled-in form.' })
    input: CreateBusinessRequestInput,
    @Ctx() context: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<typeof CreateBusinessRequestResult> {
    refuseKeys(duplicateKeys(input.fields));
    const creation = toCreation(input, context);
    const answer = await takeStep(context, input, 'createBusinessRequest', creation, async () => {
      // It is not published which fields sub-types add to the form, so only Vlens knows the keys.
      if (input.isDynamicSubTypes === true) return;
      const form = await readOrUnknown(context.loaders.forms.load(input.productTypeId));
      // An empty form is not checked: Vlens may build that form elsewhere.
      if (form?.length) refuseKeys(unknownKeys(input.fields, form));
    });
    if (answer.kind === 'rejection') return refusal(answer, context);
    return asType(BusinessRequestCreated, {
      businessRequest: await withWhatIsSelected(answer.value, context, info),
    });
  }
}

/**
 * Create may return no more than the new request's id. If the tenant approves automatically, no status may be assumed. So the other
 * selected fields are read by the id. If that read fails, the request was created nevertheless.
 */
async function withWhatIsSelected(
  { request, known }: vlens.CreatedRequest,
  { loaders }: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<BusinessRequest> {
  const answered = new Set<string>([
    '__typename',
    ...known,
    ...(known.includes('status') ? ['nextStep'] : []),
  ]);
  if (known.includes('contractTypeId')) answered.add('productType');
  const selected = selectedFields(info, ['businessRequest']);
  if ([...selected].every((field) => answered.has(field))) return fromDetails(request);
  const read = await readOrUnknown(loaders.fullRequests.load(request.id));
  return read ? fromDetails(read) : fromSummary(request);
}

/** The value that was read; null if the read failed, since the answer does not depend on it. */
async function readOrUnknown<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof VlensFault || error instanceof ReadRefused) return null;
    throw error;
  }
}

/** Vlens says only that the caller is not eligible, so the obstacles are read too. */
async function refusal(rejection: Rejection, { loaders }: GatewayContext) {
  if (rejection.reason !== 'NOT_ELIGIBLE') return toRejection(rejection);
  const eligibility = await readOrUnknown(loaders.eligibility.load('own'));
  if (!eligibility || eligibility.isEligible) return toRejection(rejection);
  return asType(NotEligible, {
    message: rejection.message,
    errorCode: rejection.errorCode,
    eligibility,
  });
}

function toCreation(
  input: CreateBusinessRequestInput,
  { defaultCountry }: GatewayContext,
): vlens.CreateBusinessRequest {
  return {
    ...toDeviceMoment(input),
    productTypeId: input.productTypeId,
    fields: Object.fromEntries(input.fields.map(({ key, value }) => [key, value])),
    isDynamicSubTypes: input.isDynamicSubTypes ?? undefined,
    // A phone number, an e-mail address or a user's id.
    customerSignersIdentifiers: input.customerSignersIdentifiers?.map(
      (text) => phoneNumber(text, defaultCountry) ?? pasted(text),
    ),
    minimumRequiredSignatories: input.minimumRequiredSignatories ?? undefined,
  };
}
