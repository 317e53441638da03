import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import responseCache from '@apollo/server-plugin-response-cache';
import { createPubSub } from '@graphql-yoga/subscription';
import DataLoader from 'dataloader';
import fastify from 'fastify';
import { useServer } from 'graphql-ws/use/ws';
import {
  Arg,
  buildSchema,
  Ctx,
  Directive,
  Field,
  Float,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { WebSocketServer } from 'ws';
import { changedRequest, vlens } from './vlens.mjs';

/**
 * Apollo Server, type-graphql and dataloader with the response-cache plugin, a session for each token, and subscriptions by graphql-ws and
 * type-graphql's PubSub. A webhook drops the answers about its request, by keys that begin with the request's id, as Apollo's technote on
 * the eviction of responses describes it (apollographql.com/docs/technotes/TN0011-response-cache-eviction).
 */
/** Webhooks drop what changes, so that the rest may grow old. */
const MAX_AGE_SECONDS = 600;
/** Of what is about no one request, so that no webhook drops it: what a poll may be late by. */
const MAX_AGE_OF_OTHERS_SECONDS = 5;

interface Context {
  authorization: string;
  requests: DataLoader<string, BusinessRequest>;
}

@ObjectType()
class FormField {
  @Field(() => String, { nullable: true }) key!: string | null;
  @Field(() => String, { nullable: true }) value!: string | null;
}
@ObjectType()
class BusinessRequest {
  @Field(() => ID) id!: string;
  @Field(() => String) status!: string;
  @Field(() => String, { nullable: true }) statusName!: string | null;
  @Field(() => String, { nullable: true }) typeName!: string | null;
  @Field(() => [FormField]) formFields!: FormField[];
}
@ObjectType()
class Requests {
  @Field(() => [BusinessRequest]) nodes!: BusinessRequest[];
}
@ObjectType()
class ActivationOtpSent {
  @Field(() => String) otpRequestId!: string;
}
@ObjectType()
class Done {
  @Field(() => String, { nullable: true }) message!: string | null;
}
@ObjectType()
class SigningLink {
  @Field(() => String) url!: string;
  @Field(() => String, { nullable: true }) securityHash!: string | null;
}
@ObjectType()
class ContractPdf {
  @Field(() => String) url!: string;
}
@InputType()
class Place {
  @Field(() => Float) latitude!: number;
  @Field(() => Float) longitude!: number;
}
@InputType()
class StepInput {
  @Field(() => ID) requestId!: string;
  @Field(() => String, { nullable: true }) otpRequestId?: string;
  @Field(() => String, { nullable: true }) otpCode?: string;
  @Field(() => Place) geoLocation!: Place;
  @Field(() => String) userDeviceUtcTime!: string;
}

@Resolver()
class Resolvers {
  @Directive(`@cacheControl(maxAge: ${MAX_AGE_OF_OTHERS_SECONDS}, scope: PRIVATE)`)
  @Query(() => Requests)
  async businessRequests(
    @Arg('first', () => Int, { nullable: true }) _first: number,
    @Ctx() { authorization }: Context,
  ) {
    return { nodes: await vlens.list(authorization) };
  }
  @Directive(`@cacheControl(maxAge: ${MAX_AGE_SECONDS}, scope: PRIVATE)`)
  @Query(() => BusinessRequest, { nullable: true })
  businessRequest(@Arg('id', () => ID) id: string, @Ctx() { requests }: Context) {
    return requests.load(id);
  }
  @Query(() => ContractPdf, { nullable: true })
  async contractPdf(
    @Arg('requestId', () => ID) requestId: string,
    @Arg('securityHash', () => String) hash: string,
    @Ctx() { authorization }: Context,
  ) {
    return { url: await vlens.pdf(authorization, requestId, hash) };
  }
  @Mutation(() => ActivationOtpSent)
  requestActivationOtp(@Arg('input', () => StepInput) input: StepInput, @Ctx() { authorization }: Context) {
    return vlens.step(authorization, 'StepRequestOtp', input);
  }
  @Mutation(() => Done)
  async validateActivationOtp(
    @Arg('input', () => StepInput) input: StepInput,
    @Ctx() { authorization }: Context,
  ) {
    return { message: await vlens.step(authorization, 'StepValidateOtp', input) };
  }
  @Mutation(() => Done)
  async confirmPayment(@Arg('input', () => StepInput) input: StepInput, @Ctx() { authorization }: Context) {
    return { message: await vlens.step(authorization, 'StepValidatePayment', input) };
  }
  @Mutation(() => SigningLink)
  async generateSigningLink(
    @Arg('input', () => StepInput) input: StepInput,
    @Ctx() { authorization }: Context,
  ) {
    return vlens.signingLink(authorization, input);
  }
  @Subscription(() => BusinessRequest, {
    async *subscribe({ args, context }) {
      const { authorization } = context as Context;
      const changes = pubSub.subscribe('changed', args.requestId);
      yield await vlens.status(authorization, args.requestId);
      for await (const _change of changes) yield await vlens.status(authorization, args.requestId);
    },
  })
  businessRequestStatusChanged(
    @Root() request: BusinessRequest,
    @Arg('requestId', () => ID) _requestId: string,
  ): BusinessRequest {
    return request;
  }
}

/** A cache for the plugin that finds all answers about a request: its keys are `fqc:REQUEST:HASH`. */
class AnswersByRequest {
  private readonly requests = new Map<string, Map<string, { text: string; until: number }>>();

  async get(key: string): Promise<string | undefined> {
    const known = this.about(key)?.get(key);
    return known && known.until > Date.now() ? known.text : undefined;
  }

  async set(key: string, text: string, options?: { ttl?: number | null }): Promise<void> {
    const kept = this.about(key) ?? new Map<string, { text: string; until: number }>();
    kept.set(key, { text, until: Date.now() + (options?.ttl ?? 0) * 1000 });
    this.requests.set(requestIn(key), kept);
  }

  async delete(key: string): Promise<boolean> {
    return this.about(key)?.delete(key) ?? false;
  }

  evict(requestId: string): void {
    this.requests.delete(requestId);
  }

  private about(key: string) {
    return this.requests.get(requestIn(key));
  }
}

function requestIn(key: string): string {
  return key.split(':', 2)[1] ?? '';
}

const answers = new AnswersByRequest();
const pubSub = createPubSub<{ changed: [string, string] }>();
const schema = await buildSchema({ resolvers: [Resolvers], pubSub: pubSub as never, validate: false });
const apollo = new ApolloServer<Context>({
  schema,
  plugins: [
    ApolloServerPluginCacheControl({ defaultMaxAge: MAX_AGE_OF_OTHERS_SECONDS }),
    responseCache({
      cache: answers,
      sessionId: async ({ contextValue }) => (contextValue as Context).authorization,
      generateCacheKey: ({ request }, keyData) =>
        `${String(request.variables?.id ?? '').toLowerCase()}:${createHash('sha256').update(JSON.stringify(keyData)).digest('hex')}`,
    }),
  ],
});
await apollo.start();

const contextOf = (authorization: string): Context => ({
  authorization,
  requests: new DataLoader((ids) => Promise.all(ids.map((id) => vlens.one(authorization, id)))),
});
const app = fastify();
app.post('/graphql', async ({ body, headers }, reply) => {
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      headers: new HeaderMap([['content-type', 'application/json']]),
      search: '',
      body,
    },
    context: async () => contextOf(headers.authorization ?? ''),
  });
  reply.header('content-type', 'application/json; charset=utf-8');
  return answer.body.kind === 'complete' ? answer.body.string : '';
});
await app.register(async (routes) => {
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  routes.post('/webhooks/vlens', async (request, reply) => {
    const id = changedRequest(request.body, request.headers['abp-webhook-signature']);
    if (!id) return reply.code(401).send();
    answers.evict(id);
    pubSub.publish('changed', id, id);
    return '';
  });
});
useServer(
  { schema, context: ({ connectionParams }) => contextOf(String(connectionParams?.Authorization ?? '')) },
  new WebSocketServer({ server: app.server, path: '/graphql' }),
);
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
