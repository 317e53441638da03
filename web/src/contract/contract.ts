import type { ContractToSignQuery } from '../gql/graphql';

/** A contract as far as the gateway could read it: where one of Vlens's calls failed, a part is null. */
export type Contract = NonNullable<ContractToSignQuery['businessRequest']>;
export type Answer = NonNullable<Contract['formFields']>[number];

type Part = 'documents' | 'formFields';
export type WholeContract = Contract & { [Name in Part]: NonNullable<Contract[Name]> };

/** Nothing less than the whole contract is shown to be signed. */
export function isWhole(contract: Contract): contract is WholeContract {
  return contract.documents !== null && contract.formFields !== null;
}
