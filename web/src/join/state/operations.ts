import type { TypedDocumentNode } from '@apollo/client';
import type * as gql from '../gql/graphql.js';

/** What the page asks the gateway for: its variables and the answer of its one field. */
export interface Operations {
  accountExists: Asked<gql.AccountExistsQueryVariables, gql.AccountExistsQuery, 'accountExists'>;
  sendPhoneCode: Asked<gql.SendPhoneCodeMutationVariables, gql.SendPhoneCodeMutation, 'sendPhoneCode'>;
  confirmPhone: Asked<gql.ConfirmPhoneMutationVariables, gql.ConfirmPhoneMutation, 'confirmPhone'>;
  sendEmailCode: Asked<gql.SendEmailCodeMutationVariables, gql.SendEmailCodeMutation, 'sendEmailCode'>;
  confirmEmail: Asked<gql.ConfirmEmailMutationVariables, gql.ConfirmEmailMutation, 'confirmEmail'>;
  register: Asked<gql.RegisterMutationVariables, gql.RegisterMutation, 'register'>;
  login: Asked<gql.LogInMutationVariables, gql.LogInMutation, 'login'>;
  sendPasswordResetCode: Asked<
    gql.SendPasswordResetCodeMutationVariables,
    gql.SendPasswordResetCodeMutation,
    'sendPasswordResetCode'
  >;
  confirmPasswordResetCode: Asked<
    gql.ConfirmPasswordResetCodeMutationVariables,
    gql.ConfirmPasswordResetCodeMutation,
    'confirmPasswordResetCode'
  >;
  verifyIdFront: Asked<gql.VerifyIdFrontMutationVariables, gql.VerifyIdFrontMutation, 'verifyIdFront'>;
  verifyIdBack: Asked<gql.VerifyIdBackMutationVariables, gql.VerifyIdBackMutation, 'verifyIdBack'>;
  verifyLiveness: Asked<gql.VerifyLivenessMutationVariables, gql.VerifyLivenessMutation, 'verifyLiveness'>;
  eligibility: Asked<gql.EligibilityQueryVariables, gql.EligibilityQuery, 'eligibility'>;
  productTypes: Asked<gql.ProductTypesQueryVariables, gql.ProductTypesQuery, 'productTypes'>;
  productType: Asked<gql.ProductFormQueryVariables, gql.ProductFormQuery, 'productType'>;
  createBusinessRequest: Asked<
    gql.CreateBusinessRequestMutationVariables,
    gql.CreateBusinessRequestMutation,
    'createBusinessRequest'
  >;
  currentBusinessRequest: Asked<
    gql.CurrentRequestQueryVariables,
    gql.CurrentRequestQuery,
    'currentBusinessRequest'
  >;
}

interface Asked<Variables, Data, Field extends keyof Data> {
  variables: Variables;
  data: Data;
  answer: Data[Field];
}

export type OperationName = keyof Operations;
export type VariablesOf<Name extends OperationName> = Operations[Name]['variables'];
export type AnswerOf<Name extends OperationName> = Operations[Name]['answer'];
export type Documents = {
  [Name in OperationName]: TypedDocumentNode<Operations[Name]['data'], VariablesOf<Name>>;
};

/** A step, or a reading, as it is sent. The key of a step is in its variables. */
export type Call = { [Name in OperationName]: { name: Name; variables: VariablesOf<Name> } }[OperationName];
/** What a call was answered with. */
export type Answered = { [Name in OperationName]: { name: Name; answer: AnswerOf<Name> } }[OperationName];

export type Standing = NonNullable<AnswerOf<'eligibility'>>;
export type Product = NonNullable<AnswerOf<'productTypes'>>[number];
export type ProductForm = NonNullable<AnswerOf<'productType'>>;
export type Submitted = NonNullable<AnswerOf<'currentBusinessRequest'>>;
export type Verification = AnswerOf<'verifyIdFront'>;
export type Refusal = Extract<AnswerOf<'register'>, { __typename: 'Rejection' }>;
