import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import type { Opening } from './access/opening';
import { useAccess } from './access/session-context';
import { ContractToSign } from './contract/contract-to-sign';
import { useI18n } from './i18n/context';
import { FaultScreen } from './status-screens/fault-screen';
import { StatusScreen } from './status-screens/status-screen';
import { Busy } from './ui/busy';
import { Header } from './ui/header';

/** How long a host app may take to hand over the token before the customer is told. */
const MAX_WAIT_MS = 15_000;

interface AppProps {
  opening: Opening | null;
  openLink: () => void;
  /** Why the contract could not be read before the page was there. */
  unread?: unknown;
}

/** The page: nothing without an opening, nothing without a right to sign, then the contract. */
export function App({ opening, ...more }: AppProps) {
  return (
    <>
      <Header />
      <main>{opening ? <Opened opening={opening} {...more} /> : <StatusScreen name="linkMissing" />}</main>
    </>
  );
}

function Opened({ opening, openLink, unread }: AppProps & { opening: Opening }) {
  const access = useAccess();
  const [hasBeenOpen, setHasBeenOpen] = useState(access.kind === 'open');
  const [isSigned, setSigned] = useState(false);
  if (access.kind === 'open' && !hasBeenOpen) setHasBeenOpen(true);
  // That it is signed stays true when the session is over.
  const isShown = access.kind === 'open' || isSigned;
  // The contract stays mounted behind an ended session: with a new token the customer goes on where they were.
  return (
    <>
      {!isShown && <Closed opening={opening} openLink={openLink} />}
      {hasBeenOpen && (
        <div hidden={!isShown}>
          <ContractToSign opening={opening} unread={unread} onSigned={() => setSigned(true)} />
        </div>
      )}
    </>
  );
}

/** What the customer sees as long as there is no right to sign. */
function Closed({ opening, openLink: again }: { opening: Opening; openLink: () => void }): ReactElement {
  const { text } = useI18n();
  const access = useAccess();
  switch (access.kind) {
    case 'opening':
    case 'open':
      return <Busy>{text.loadingContract}</Busy>;
    case 'waitingForApp':
      return (
        <WaitingForApp>
          {opening.mark !== null && (
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
          {opening.mark !== null && (
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
