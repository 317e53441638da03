import type { ContractToSignQuery } from '../gql/graphql';

export type Contract = NonNullable<ContractToSignQuery['businessRequest']>;
export type Answer = Contract['formFields'][number];
