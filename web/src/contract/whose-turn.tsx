import { useQuery } from '@apollo/client/react';
import { SignersDocument } from '../gql/graphql';
import { useI18n } from '../i18n/language';

/**
 * Some have signed: whose turn it is. Vlens tells who the signers are, and not which of them the customer is; where it
 * does not answer, the sentence that holds for everybody stays.
 */
export function WhoseTurn({ requestId }: { requestId: string }) {
  const { language, text } = useI18n();
  const { data } = useQuery(SignersDocument, { variables: { id: requestId } });
  const signers = data?.businessRequest?.signers ?? [];
  const names = (isSigned: boolean) =>
    signers.flatMap((signer) =>
      signer.isSigned === isSigned && signer.person?.fullName ? [signer.person.fullName] : [],
    );
  const list = (people: string[]) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(
      people.map((name) => `\u2068${name}\u2069`),
    );
  const [signed, left] = [names(true), names(false)];
  return (
    <div className="notice">
      <p>
        <strong>{text.contract.yourTurn}</strong>
      </p>
      <p>
        {signed.length > 0 && left.length > 0
          ? text.contract.haveSigned(list(signed), list(left))
          : text.contract.partlySigned}
      </p>
    </div>
  );
}
