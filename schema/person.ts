import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'A user of Vlens, as far as Vlens returns its data.' })
export class Person {
  @Field(() => Int, { nullable: true, description: 'Vlens’s number of the user.' })
  userId!: number | null;

  @Field(() => String, { nullable: true, description: 'The first name.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'The family name.' })
  surname!: string | null;

  @Field(() => String, { nullable: true, description: 'The whole name.' })
  fullName!: string | null;

  @Field(() => String, { nullable: true, description: 'The name that the user is known by to Vlens.' })
  userName!: string | null;

  @Field(() => String, { nullable: true, description: 'The email address.' })
  emailAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'The phone number, E.164 where Vlens keeps to it.' })
  phoneNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'The number of the national id.' })
  idNumber!: string | null;

  @Field(() => String, { nullable: true, description: 'The postal address.' })
  address!: string | null;
}
