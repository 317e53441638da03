import type { TypedDocumentNode } from '@apollo/client';
import * as gql from './gql/graphql';
import type { Documents } from './state/operations';

/** A text as what `execute` and `watch` take: they send it as it is. */
export function asNode<Data, Variables>(
  document: gql.TypedDocumentString<Data, Variables>,
): TypedDocumentNode<Data, Variables> {
  return document as unknown as TypedDocumentNode<Data, Variables>;
}

export const DOCUMENTS: Documents = {
  accountExists: asNode(gql.AccountExistsDocument),
  sendPhoneCode: asNode(gql.SendPhoneCodeDocument),
  confirmPhone: asNode(gql.ConfirmPhoneDocument),
  sendEmailCode: asNode(gql.SendEmailCodeDocument),
  confirmEmail: asNode(gql.ConfirmEmailDocument),
  register: asNode(gql.RegisterDocument),
  login: asNode(gql.LogInDocument),
  sendPasswordResetCode: asNode(gql.SendPasswordResetCodeDocument),
  confirmPasswordResetCode: asNode(gql.ConfirmPasswordResetCodeDocument),
  verifyIdFront: asNode(gql.VerifyIdFrontDocument),
  verifyIdBack: asNode(gql.VerifyIdBackDocument),
  verifyLiveness: asNode(gql.VerifyLivenessDocument),
  eligibility: asNode(gql.EligibilityDocument),
  productTypes: asNode(gql.ProductTypesDocument),
  productType: asNode(gql.ProductFormDocument),
  createBusinessRequest: asNode(gql.CreateBusinessRequestDocument),
  currentBusinessRequest: asNode(gql.CurrentRequestDocument),
};

export const REQUEST_STATUS = asNode(gql.RequestStatusDocument);
export const REQUEST_STATUS_CHANGED = asNode(gql.RequestStatusChangedDocument);
