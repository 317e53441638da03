import { useQuery } from '@apollo/client/react';
import { SignersDocument } from '../gql/graphql';
import { TurnNotice } from './turn-notice';

/**
 * Some have signed: whose turn it is. Vlens says who the signers are, and not which of them the customer is; where it
 * does not answer, the sentence that holds for everybody stays.
 */
export function WhoseTurn({ requestId }: { requestId: string }) {
  const { data } = useQuery(SignersDocument, { variables: { id: requestId } });
  const signers = data?.businessRequest?.signers ?? [];
  const names = (isSigned: boolean) =>
    signers.flatMap((signer) =>
      signer.isSigned === isSigned && signer.person?.fullName ? [signer.person.fullName] : [],
    );
  return <TurnNotice signed={names(true)} left={names(false)} />;
}
