import { useI18n } from '../i18n/context';
import { Icon } from '../ui/icon';
import { Screen } from '../ui/screen';
import type { Contract } from './contract';
import { Download } from './download';
import { Facts } from './facts';

interface SignedProps {
  contract: Contract;
  securityHash: string | null;
  /** Signed just now, and not some time before. */
  isNew: boolean;
  /** The contract could not be read since: what it says is from before the signature. */
  isBehind: boolean;
}

/** The customer's part is over; the status goes on changing by itself. */
export function Signed({ contract, securityHash, isNew, isBehind }: SignedProps) {
  const { text } = useI18n();
  const { nextStep, status, requestNumber, contractTypeName, typeName } = contract;
  return (
    <Screen
      title={isNew ? text.done.signedTitle : text.statusScreens.alreadySigned.title}
      className="signed"
      mark={<Icon name="check" />}
    >
      {isNew && <p>{text.done.signed}</p>}
      <p role="status">
        {isBehind
          ? text.done.behind
          : nextStep === 'DONE'
            ? text.done.completed
            : status === 'CUSTOMER_PARTIALLY_SIGNED'
              ? text.done.others
              : text.done.countersign}
      </p>
      <Facts
        facts={[
          [text.contract.product, contractTypeName ?? typeName],
          [text.contract.request, requestNumber],
          [text.done.status, text.statuses[isBehind ? 'CUSTOMER_SIGNED' : status]],
        ]}
      />
      <Download requestId={contract.id} requestNumber={requestNumber} securityHash={securityHash} />
    </Screen>
  );
}
