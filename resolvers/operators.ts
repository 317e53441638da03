import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { emailOrPhone } from '../schema/email.js';
import {
  IdentityImage,
  IdentityImageArgs,
  IdentityImages,
  IdentityImagesArgs,
  USERS_OF_A_PAGE,
  UserConnection,
  UsersArgs,
  VerificationTransaction,
} from '../schema/operators.js';
import { UUID } from '../schema/scalars.js';
import type { GatewayContext } from '../src/context.js';
import { foundOrNull, foundOrRefused } from '../src/loaders/read-answers.js';
import type { Page, Person } from '../src/vlens/types.js';
import { Connection } from './connection.js';
import { offsetAfter } from './cursor.js';

/** Reads that need an admin's token. They are made each time, and never shared. */
@Resolver()
export class OperatorQueries {
  @Query(() => IdentityImages, {
    nullable: true,
    description: 'For operators (admin token): the file names of a customer’s pictures.',
  })
  async identityImages(
    @Args() { emailOrPhoneNumber }: IdentityImagesArgs,
    @Ctx() { vlens, defaultCountry }: GatewayContext,
  ): Promise<IdentityImages | null> {
    const account = emailOrPhone(emailOrPhoneNumber, defaultCountry) ?? emailOrPhoneNumber;
    return foundOrNull(await vlens.call('getIdentityImages', { emailOrPhoneNumber: account }));
  }

  @Query(() => IdentityImage, {
    nullable: true,
    description: 'For operators (admin token): one picture of a customer’s verification.',
  })
  async identityImage(
    @Args() { transactionId, fileName }: IdentityImageArgs,
    @Ctx() { vlens }: GatewayContext,
  ): Promise<IdentityImage | null> {
    const content = foundOrNull(await vlens.call('getStepImage', { transactionId, fileName }));
    return content === null ? null : { content };
  }

  @Query(() => VerificationTransaction, {
    nullable: true,
    description: 'For operators (admin token): a verification. Known from older documentation of Vlens’s.',
  })
  async verificationTransaction(
    @Arg('id', () => UUID, { description: 'Its transactionId.' }) id: string,
    @Ctx() { vlens }: GatewayContext,
  ): Promise<VerificationTransaction | null> {
    return foundOrNull(await vlens.call('getTransaction', { id }));
  }

  @Query(() => UserConnection, {
    nullable: true,
    description:
      'For operators (admin token): the tenant’s users. Known from older documentation of Vlens’s.',
  })
  async users(
    @Args() { first, after, filter }: UsersArgs,
    @Ctx() { vlens }: GatewayContext,
  ): Promise<UserConnection> {
    const skipCount = after == null ? 0 : offsetAfter(after, 'users');
    const maxResultCount = first ?? USERS_OF_A_PAGE;
    const page = await vlens.call('getUsers', { skipCount, maxResultCount, filter: filter ?? undefined });
    return toConnection(foundOrRefused(page), skipCount, maxResultCount);
  }
}

function toConnection({ items, totalCount }: Page<Person>, skip: number, first: number): UserConnection {
  const requests = items.slice(0, first).map((item, index) => ({ item, offset: skip + index }));
  const end = skip + requests.length;
  const isLast = totalCount === null ? requests.length < first : end >= totalCount;
  const page = {
    requests,
    totalCount: totalCount ?? end,
    hasMore: requests.length > 0 && !isLast,
    endOffset: end - 1,
  };
  return new Connection(skip, page, (user) => user);
}
