import { useApolloClient } from '@apollo/client/react';
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { openLink } from './access/link';
import type { Opening } from './access/opening';
import { useAccess, useSession } from './access/session-context';
import { ContractToSign } from './contract/contract-to-sign';
import { useI18n } from './i18n/language';
import { FaultScreen } from './status-screens/fault-screen';
import { StatusScreen } from './status-screens/status-screen';
import { Busy } from './ui/busy';
import { Header } from './ui/header';

/** How long a host app may take to hand over the token before the customer is told. */
const MAX_WAIT_MS = 15_000;

/** The page: nothing without an opening, nothing without a right to sign, then the contract. */
export function App({ opening }: { opening: Opening | null }) {
  return (
    <>
      <Header />
      <main>{opening ? <Opened opening={opening} /> : <StatusScreen name="linkMissing" />}</main>
    </>
  );
}

function Opened({ opening }: { opening: Opening }) {
  const access = useAccess();
  const [hasBeenOpen, setHasBeenOpen] = useState(false);
  const [isSigned, setSigned] = useState(false);
  if (access.kind === 'open' && !hasBeenOpen) setHasBeenOpen(true);
  // That it is signed stays true when the session is over.
  const isShown = access.kind === 'open' || isSigned;
  // The contract stays mounted behind an ended session: with a new token the customer goes on where they were.
  return (
    <>
      {!isShown && <Closed opening={opening} />}
      {hasBeenOpen && (
        <div hidden={!isShown}>
          <ContractToSign opening={opening} onSigned={() => setSigned(true)} />
        </div>
      )}
    </>
  );
}

/** What the customer sees as long as there is no right to sign. */
function Closed({ opening }: { opening: Opening }): ReactElement {
  const { text } = useI18n();
  const client = useApolloClient();
  const session = useSession();
  const access = useAccess();
  const again = () => void openLink(client, session, opening);
  switch (access.kind) {
    case 'opening':
    case 'open':
      return <Busy>{text.loadingContract}</Busy>;
    case 'waitingForApp':
      return (
        <WaitingForApp>
          {opening.isOfLink && (
            <button type="button" className="primary" onClick={again}>
              {text.tryAgain}
            </button>
          )}
        </WaitingForApp>
      );
    case 'linkExpired':
      return <StatusScreen name="linkExpired" />;
    case 'fault':
      return <FaultScreen fault={access.fault} goOn={again} />;
    case 'expired':
      return (
        <StatusScreen name="sessionExpired">
          {opening.isOfLink && (
            <button type="button" className="primary" onClick={again}>
              {text.openAgain}
            </button>
          )}
        </StatusScreen>
      );
  }
}

function WaitingForApp({ children }: { children: ReactNode }) {
  const { text } = useI18n();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), MAX_WAIT_MS);
    return () => clearTimeout(timer);
  }, []);
  return isOver ? <StatusScreen name="noAccess">{children}</StatusScreen> : <Busy>{text.waitingForApp}</Busy>;
}
