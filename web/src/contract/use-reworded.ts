import { useApolloClient } from '@apollo/client/react';
import { ContractToSignDocument } from '../gql/graphql';
import { useSwitched } from '../i18n/use-switched';

/**
 * Reads the contract again when the customer switches the language: names of products and of what was chosen come in one language at a
 * time. Where nobody answers, they stay as they are.
 */
export function useReworded(requestId: string, isRead: boolean): void {
  const client = useApolloClient();
  useSwitched(async () => {
    const variables = { id: requestId };
    if (isRead) await client.query({ query: ContractToSignDocument, variables, fetchPolicy: 'network-only' });
  });
}
