import { type ReactElement, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Opening } from './access/opening';
import { useAccess, useSession } from './access/session-context';
import { ContractToSign } from './contract/contract-to-sign';
import { useI18n } from './i18n/context';
import { FaultScreen } from './status-screens/fault-screen';
import { rejectionScreen } from './status-screens/rejection-screens';
import { StatusScreen } from './status-screens/status-screen';
import { Busy } from './ui/busy';
import { Header } from './ui/header';

/** How long a host app may take to hand over the token before the page says that it is missing. */
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
  const contract = useRef<HTMLDivElement>(null);
  const wasClosed = useRef(false);
  useLayoutEffect(() => {
    // It was there all the time, and is heard as it comes back.
    if (isShown && wasClosed.current) contract.current?.querySelector('h1')?.focus({ preventScroll: true });
    wasClosed.current = !isShown;
  }, [isShown]);
  // The contract stays mounted behind an ended session: with a new token the customer goes on where they were.
  return (
    <>
      {!isShown && <Closed opening={opening} openLink={openLink} />}
      {hasBeenOpen && (
        <div ref={contract} hidden={!isShown}>
          <ContractToSign opening={opening} unread={unread} onSigned={() => setSigned(true)} />
        </div>
      )}
    </>
  );
}

/** What the customer sees as long as there is no right to sign. */
function Closed({ opening, openLink }: { opening: Opening; openLink: () => void }): ReactElement {
  const { text } = useI18n();
  const session = useSession();
  const access = useAccess();
  // Who came without a link has the token of their app.
  const again = opening.mark === null ? () => session.askAgain() : openLink;
  switch (access.kind) {
    case 'opening':
    case 'open':
      return <Busy>{text.loadingContract}</Busy>;
    case 'waitingForApp':
      return <WaitingForApp again={again} />;
    case 'linkExpired':
      return <StatusScreen name="linkExpired" />;
    case 'refused':
      return (
        <StatusScreen name={rejectionScreen(access.reason)}>
          {access.reason !== 'LINK_EXPIRED' && (
            <button type="button" className="primary" onClick={again}>
              {text.tryAgain}
            </button>
          )}
        </StatusScreen>
      );
    case 'fault':
      return <FaultScreen fault={access.fault} goOn={again} />;
    case 'expired':
      return <FaultScreen fault={SESSION_EXPIRED} goOn={again} />;
  }
}

const SESSION_EXPIRED = { kind: 'sessionExpired' } as const;

function WaitingForApp({ again }: { again: () => void }) {
  const { text } = useI18n();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (isOver) return;
    const timer = setTimeout(() => setOver(true), MAX_WAIT_MS);
    return () => clearTimeout(timer);
  }, [isOver]);
  if (!isOver) return <Busy>{text.waitingForApp}</Busy>;
  const askAgain = () => {
    setOver(false);
    again();
  };
  return (
    <StatusScreen name="noAccess">
      <button type="button" className="primary" onClick={askAgain}>
        {text.tryAgain}
      </button>
    </StatusScreen>
  );
}
