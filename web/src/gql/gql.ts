/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "mutation OpenLink($input: OpenSigningSessionInput!, $withContract: Boolean!) {\n  openSigningSession(input: $input) {\n    __typename\n    ... on SigningSession {\n      accessToken\n      businessRequest @include(if: $withContract) {\n        ...ContractParts\n      }\n    }\n    ... on Rejection {\n      reason\n      retryAfterSeconds\n    }\n  }\n}": typeof types.OpenLinkDocument,
    "fragment ContractParts on BusinessRequest {\n  __typename\n  id\n  requestNumber\n  status\n  nextStep\n  typeName\n  contractTypeName\n  fullName\n  paymentRequired\n  documents {\n    __typename\n    order\n    title\n    content\n    isHtml\n  }\n  formFields {\n    __typename\n    ...AnswerParts\n    relatedFields {\n      __typename\n      ...AnswerParts\n    }\n  }\n  terms {\n    __typename\n    confirmationMessage\n    coverPage\n    contractDocument\n    general\n    financial\n    technical\n    kycConfirmation\n    promissoryNote\n  }\n  financing {\n    __typename\n    amount\n    periodValue\n    periodUnit\n    installmentValue\n    installmentsNo\n    firstInstallmentDate\n    totalAmount\n  }\n}\n\nfragment AnswerParts on FormField {\n  __typename\n  key\n  kind\n  label\n  labelAr\n  groupTitle\n  groupTitleAr\n  value\n  values\n  table\n  firstRowIsHeader\n  visibleToUser\n  convertNumbersToArabic\n}": typeof types.ContractPartsFragmentDoc,
    "query ContractToSign($id: UUID!) {\n  businessRequest(id: $id) {\n    ...ContractParts\n  }\n}": typeof types.ContractToSignDocument,
    "mutation NewSigningLink($input: GenerateSigningLinkInput!) {\n  generateSigningLink(input: $input) {\n    __typename\n    ... on SigningLink {\n      securityHash\n    }\n    ... on Rejection {\n      reason\n    }\n  }\n}": typeof types.NewSigningLinkDocument,
    "query Signers($id: UUID!) {\n  businessRequest(id: $id) {\n    id\n    signers {\n      isSigned\n      person {\n        fullName\n      }\n    }\n  }\n}\n\nquery Standing($id: UUID!) {\n  businessRequest(id: $id) {\n    id\n    status\n    nextStep\n  }\n}\n\nsubscription StatusOfRequest($id: UUID!) {\n  businessRequestStatusChanged(requestId: $id) {\n    status\n    businessRequest {\n      id\n      status\n      nextStep\n    }\n  }\n}": typeof types.SignersDocument,
};
const documents: Documents = {
    "mutation OpenLink($input: OpenSigningSessionInput!, $withContract: Boolean!) {\n  openSigningSession(input: $input) {\n    __typename\n    ... on SigningSession {\n      accessToken\n      businessRequest @include(if: $withContract) {\n        ...ContractParts\n      }\n    }\n    ... on Rejection {\n      reason\n      retryAfterSeconds\n    }\n  }\n}": types.OpenLinkDocument,
    "fragment ContractParts on BusinessRequest {\n  __typename\n  id\n  requestNumber\n  status\n  nextStep\n  typeName\n  contractTypeName\n  fullName\n  paymentRequired\n  documents {\n    __typename\n    order\n    title\n    content\n    isHtml\n  }\n  formFields {\n    __typename\n    ...AnswerParts\n    relatedFields {\n      __typename\n      ...AnswerParts\n    }\n  }\n  terms {\n    __typename\n    confirmationMessage\n    coverPage\n    contractDocument\n    general\n    financial\n    technical\n    kycConfirmation\n    promissoryNote\n  }\n  financing {\n    __typename\n    amount\n    periodValue\n    periodUnit\n    installmentValue\n    installmentsNo\n    firstInstallmentDate\n    totalAmount\n  }\n}\n\nfragment AnswerParts on FormField {\n  __typename\n  key\n  kind\n  label\n  labelAr\n  groupTitle\n  groupTitleAr\n  value\n  values\n  table\n  firstRowIsHeader\n  visibleToUser\n  convertNumbersToArabic\n}": types.ContractPartsFragmentDoc,
    "query ContractToSign($id: UUID!) {\n  businessRequest(id: $id) {\n    ...ContractParts\n  }\n}": types.ContractToSignDocument,
    "mutation NewSigningLink($input: GenerateSigningLinkInput!) {\n  generateSigningLink(input: $input) {\n    __typename\n    ... on SigningLink {\n      securityHash\n    }\n    ... on Rejection {\n      reason\n    }\n  }\n}": types.NewSigningLinkDocument,
    "query Signers($id: UUID!) {\n  businessRequest(id: $id) {\n    id\n    signers {\n      isSigned\n      person {\n        fullName\n      }\n    }\n  }\n}\n\nquery Standing($id: UUID!) {\n  businessRequest(id: $id) {\n    id\n    status\n    nextStep\n  }\n}\n\nsubscription StatusOfRequest($id: UUID!) {\n  businessRequestStatusChanged(requestId: $id) {\n    status\n    businessRequest {\n      id\n      status\n      nextStep\n    }\n  }\n}": types.SignersDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OpenLink($input: OpenSigningSessionInput!, $withContract: Boolean!) {\n  openSigningSession(input: $input) {\n    __typename\n    ... on SigningSession {\n      accessToken\n      businessRequest @include(if: $withContract) {\n        ...ContractParts\n      }\n    }\n    ... on Rejection {\n      reason\n      retryAfterSeconds\n    }\n  }\n}"): (typeof documents)["mutation OpenLink($input: OpenSigningSessionInput!, $withContract: Boolean!) {\n  openSigningSession(input: $input) {\n    __typename\n    ... on SigningSession {\n      accessToken\n      businessRequest @include(if: $withContract) {\n        ...ContractParts\n      }\n    }\n    ... on Rejection {\n      reason\n      retryAfterSeconds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment ContractParts on BusinessRequest {\n  __typename\n  id\n  requestNumber\n  status\n  nextStep\n  typeName\n  contractTypeName\n  fullName\n  paymentRequired\n  documents {\n    __typename\n    order\n    title\n    content\n    isHtml\n  }\n  formFields {\n    __typename\n    ...AnswerParts\n    relatedFields {\n      __typename\n      ...AnswerParts\n    }\n  }\n  terms {\n    __typename\n    confirmationMessage\n    coverPage\n    contractDocument\n    general\n    financial\n    technical\n    kycConfirmation\n    promissoryNote\n  }\n  financing {\n    __typename\n    amount\n    periodValue\n    periodUnit\n    installmentValue\n    installmentsNo\n    firstInstallmentDate\n    totalAmount\n  }\n}\n\nfragment AnswerParts on FormField {\n  __typename\n  key\n  kind\n  label\n  labelAr\n  groupTitle\n  groupTitleAr\n  value\n  values\n  table\n  firstRowIsHeader\n  visibleToUser\n  convertNumbersToArabic\n}"): (typeof documents)["fragment ContractParts on BusinessRequest {\n  __typename\n  id\n  requestNumber\n  status\n  nextStep\n  typeName\n  contractTypeName\n  fullName\n  paymentRequired\n  documents {\n    __typename\n    order\n    title\n    content\n    isHtml\n  }\n  formFields {\n    __typename\n    ...AnswerParts\n    relatedFields {\n      __typename\n      ...AnswerParts\n    }\n  }\n  terms {\n    __typename\n    confirmationMessage\n    coverPage\n    contractDocument\n    general\n    financial\n    technical\n    kycConfirmation\n    promissoryNote\n  }\n  financing {\n    __typename\n    amount\n    periodValue\n    periodUnit\n    installmentValue\n    installmentsNo\n    firstInstallmentDate\n    totalAmount\n  }\n}\n\nfragment AnswerParts on FormField {\n  __typename\n  key\n  kind\n  label\n  labelAr\n  groupTitle\n  groupTitleAr\n  value\n  values\n  table\n  firstRowIsHeader\n  visibleToUser\n  convertNumbersToArabic\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ContractToSign($id: UUID!) {\n  businessRequest(id: $id) {\n    ...ContractParts\n  }\n}"): (typeof documents)["query ContractToSign($id: UUID!) {\n  businessRequest(id: $id) {\n    ...ContractParts\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation NewSigningLink($input: GenerateSigningLinkInput!) {\n  generateSigningLink(input: $input) {\n    __typename\n    ... on SigningLink {\n      securityHash\n    }\n    ... on Rejection {\n      reason\n    }\n  }\n}"): (typeof documents)["mutation NewSigningLink($input: GenerateSigningLinkInput!) {\n  generateSigningLink(input: $input) {\n    __typename\n    ... on SigningLink {\n      securityHash\n    }\n    ... on Rejection {\n      reason\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Signers($id: UUID!) {\n  businessRequest(id: $id) {\n    id\n    signers {\n      isSigned\n      person {\n        fullName\n      }\n    }\n  }\n}\n\nquery Standing($id: UUID!) {\n  businessRequest(id: $id) {\n    id\n    status\n    nextStep\n  }\n}\n\nsubscription StatusOfRequest($id: UUID!) {\n  businessRequestStatusChanged(requestId: $id) {\n    status\n    businessRequest {\n      id\n      status\n      nextStep\n    }\n  }\n}"): (typeof documents)["query Signers($id: UUID!) {\n  businessRequest(id: $id) {\n    id\n    signers {\n      isSigned\n      person {\n        fullName\n      }\n    }\n  }\n}\n\nquery Standing($id: UUID!) {\n  businessRequest(id: $id) {\n    id\n    status\n    nextStep\n  }\n}\n\nsubscription StatusOfRequest($id: UUID!) {\n  businessRequestStatusChanged(requestId: $id) {\n    status\n    businessRequest {\n      id\n      status\n      nextStep\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;