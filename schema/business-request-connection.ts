import { MaxLength } from 'class-validator';
import { ArgsType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { BusinessRequest } from './business-request.js';
import { LARGEST_PAGE, PageSize } from './input-rules.js';
import { validationMessage } from './validation-message.js';

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'Where a page of a list lies.' })
export class PageInfo {
  @Field({ description: 'Whether there is more after this page; ask with after: endCursor.' })
  hasNextPage!: boolean;

  @Field({ description: 'Whether there is something before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first edge; null where there is none.',
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What the next page takes as after: the cursor of the last edge, or of a place behind it. Null where this page is empty and nothing follows.',
  })
  endCursor!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A business request and its place in the list.' })
export class BusinessRequestEdge {
  @Field({ description: 'Opaque; what businessRequests takes as after.' })
  cursor!: string;

  @Field(() => BusinessRequest, { description: 'The business request.' })
  node!: BusinessRequest;
}

@ObjectType({ simpleResolvers: true, description: 'A page of business requests.' })
export class BusinessRequestConnection {
  @Field(() => [BusinessRequestEdge], { description: 'The requests of this page with their cursors.' })
  edges!: BusinessRequestEdge[];

  @Field(() => [BusinessRequest], { description: 'The requests of this page.' })
  nodes!: BusinessRequest[];

  @Field(() => PageInfo, { description: 'Where this page lies.' })
  pageInfo!: PageInfo;

  @Field(() => Int, {
    description: 'How many requests there are in all; where Vlens does not say, how many were read so far.',
  })
  totalCount!: number;
}

export const BUSINESS_REQUESTS_OF_A_PAGE = 20;

@ArgsType()
export class BusinessRequestsArgs {
  @Field(() => Int, {
    nullable: true,
    defaultValue: BUSINESS_REQUESTS_OF_A_PAGE,
    description: `How many to answer with: 1 to ${LARGEST_PAGE}; null is as if it was left out.`,
  })
  @PageSize()
  first!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The endCursor of the page before; the first page without it.',
  })
  @MaxLength(100, validationMessage('after must be an endCursor or cursor that businessRequests answered.'))
  after?: string | null;
}
