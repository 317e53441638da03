import type { ApolloClient } from '@apollo/client';
import { type RejectionReason, SignedContractPdfDocument } from '../gql/graphql';

export type Pdf = { file: Blob } | { refused: RejectionReason };

/** The contract's bytes. The token goes in a header, so that the address alone opens nothing to others. */
export async function fetchPdf(
  client: ApolloClient,
  token: string | null,
  contract: { requestId: string; securityHash: string },
): Promise<Pdf> {
  const { data } = await client.query({
    query: SignedContractPdfDocument,
    variables: contract,
    fetchPolicy: 'no-cache',
  });
  if (!data) throw new Error('An answer without data and without errors.');
  const { contractPdf: answer } = data;
  switch (answer.__typename) {
    case 'ContractPdf':
      return download(answer.url, token);
    case 'Rejection':
      return { refused: answer.reason };
  }
}

async function download(url: string, token: string | null): Promise<Pdf> {
  const { pathname, search } = new URL(url, window.location.href);
  const response = await fetch(pathname + search, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
  return response.ok
    ? { file: await response.blob() }
    : { refused: response.status === 410 ? 'LINK_EXPIRED' : 'OTHER' };
}
