import 'reflect-metadata';
import { GraphQLDateTime, GraphQLUUID } from 'graphql-scalars';
import {
  Arg,
  buildSchema,
  Ctx,
  createUnionType,
  Field,
  Float,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { accepted, PATHS, toOtpResult, toRequest } from './schema.mjs';

export interface Envelope {
  data: never;
  error_code?: number;
  totalCount?: number;
}

/** A call to the upstream: a GET, or a POST where there is a body. */
export type Call = (path: string, authorization: string | undefined, body?: object) => Promise<Envelope>;

export interface Context {
  authorization: string | undefined;
  call: Call;
}

@ObjectType()
class FormField {
  @Field(() => String, { nullable: true }) key!: string | null;
  @Field(() => String, { nullable: true }) label!: string | null;
  @Field(() => String, { nullable: true }) value!: string | null;
}

@ObjectType()
class ContractDocument {
  @Field(() => String, { nullable: true }) title!: string | null;
  @Field(() => String, { nullable: true }) content!: string | null;
  @Field(() => Boolean) isHtml!: boolean;
}

@ObjectType()
class BusinessRequest {
  @Field(() => GraphQLUUID) id!: string;
  @Field(() => String, { nullable: true }) requestNumber!: string | null;
  @Field(() => String) status!: string;
  @Field(() => String, { nullable: true }) statusName!: string | null;
  @Field(() => String, { nullable: true }) typeName!: string | null;
  @Field(() => String, { nullable: true }) fullName!: string | null;
  @Field(() => GraphQLDateTime, { nullable: true }) createdAt!: Date | null;
  @Field(() => [FormField]) formFields!: FormField[];
  @Field(() => [ContractDocument]) documents!: ContractDocument[];
  @Field(() => Boolean, { nullable: true }) paymentRequired!: boolean | null;
}

@ObjectType()
class BusinessRequestConnection {
  @Field(() => [BusinessRequest]) nodes!: BusinessRequest[];
  @Field(() => Int) totalCount!: number;
}

@InputType()
class GeoLocationInput {
  @Field(() => Float) latitude!: number;
  @Field(() => Float) longitude!: number;
}

@InputType()
class RequestActivationOtpInput {
  @Field(() => GraphQLUUID, { nullable: true }) requestId!: string | null;
  @Field(() => GeoLocationInput) geoLocation!: GeoLocationInput;
  @Field(() => GraphQLDateTime) userDeviceUtcTime!: Date;
}

@ObjectType()
class ActivationOtpSent {
  @Field(() => String) otpRequestId!: string;
}

@ObjectType()
class LivenessRequired {
  @Field(() => String) message!: string;
  @Field(() => Int) thresholdKm!: number;
}

@ObjectType()
class Rejection {
  @Field(() => String) message!: string;
  @Field(() => String) reason!: string;
}

const RequestActivationOtpResult = createUnionType({
  name: 'RequestActivationOtpResult',
  types: () => [ActivationOtpSent, LivenessRequired, Rejection] as const,
  resolveType: (result: object) => ('__typename' in result ? String(result.__typename) : undefined),
});

@Resolver()
class Resolvers {
  @Query(() => BusinessRequestConnection)
  async businessRequests(@Arg('first', () => Int) first: number, @Ctx() { authorization, call }: Context) {
    const envelope = await call(PATHS.list(first), authorization);
    return { nodes: accepted(envelope).map(toRequest), totalCount: envelope.totalCount };
  }

  @Query(() => BusinessRequest, { nullable: true })
  async businessRequest(@Arg('id', () => GraphQLUUID) id: string, @Ctx() { authorization, call }: Context) {
    return toRequest(accepted(await call(PATHS.one(id), authorization)));
  }

  @Mutation(() => RequestActivationOtpResult)
  async requestActivationOtp(
    @Arg('input', () => RequestActivationOtpInput) input: RequestActivationOtpInput,
    @Ctx() { authorization, call }: Context,
  ): Promise<object> {
    return toOtpResult(await call(PATHS.step, authorization, input));
  }
}

export const schema = await buildSchema({ resolvers: [Resolvers], validate: true });
