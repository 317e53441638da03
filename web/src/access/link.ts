import type { ApolloClient } from '@apollo/client';
import { readFault } from '../faces/fault';
import { OpenLinkDocument } from '../gql/graphql';
import type { Opening } from './opening';
import type { Access, Session } from './session';

/**
 * Exchanges the link's hash for a session of its one request. Only the stand-in does that; in front of the real Vlens the
 * host app hands its token over instead, and so it does where the page was opened without a hash.
 */
export async function openLink(
  client: ApolloClient,
  session: Session,
  { requestId, securityHash }: Opening,
): Promise<void> {
  if (securityHash === null) return session.linkTold({ kind: 'waitingForApp' });
  session.linkTold({ kind: 'opening' });
  try {
    const { data } = await client.mutate({
      mutation: OpenLinkDocument,
      variables: { input: { requestId, securityHash } },
      fetchPolicy: 'no-cache',
    });
    const answer = data?.openSigningSession;
    if (answer?.__typename === 'SigningSession') session.open(answer.accessToken);
    else session.linkTold(refusedLink(answer?.reason));
  } catch (error) {
    session.linkTold({ kind: 'fault', fault: readFault(error) });
  }
}

function refusedLink(reason: string | undefined): Access {
  return { kind: reason === 'OTHER' ? 'waitingForApp' : 'linkExpired' };
}
