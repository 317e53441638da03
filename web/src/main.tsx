import { ApolloProvider } from '@apollo/client/react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import type { Session } from './access/session';
import { SessionContext } from './access/session-context';
import { openTab, ownTab } from './access/tab-memory';
import { createApolloClient } from './apollo';
import { App } from './app';
import { ContractToSignDocument } from './gql/graphql';
import { LanguageProvider, messagesOf } from './i18n/language';
import { takeOver } from './opening/hand-over';
import { readFault } from './status-screens/fault';

/** A phone's network may lose an answer and never say so: then the page asks for the contract itself. */
const MAX_WAIT_MS = 20_000;

const late = () => new Promise<null>((end) => setTimeout(end, MAX_WAIT_MS, null));

/** The session is the first screen's, which has a memory of its own: what is kept here is for the same customer. */
function own(session: Session): void {
  const token = session.token();
  if (token !== null) ownTab(token);
}

/** Takes over from the first screen (`opening/main.tsx`): the session, the contract, and what is drawn of it. */
async function begin(root: HTMLElement): Promise<void> {
  const first = await messagesOf();
  const { opening, session, openLink, reading, isDrawn, end } = takeOver();
  const client = createApolloClient(session);
  const read = await Promise.race([reading, late()]);
  if (opening) openTab(opening.requestId, opening.mark);
  own(session);
  session.subscribe(() => own(session));
  if (opening && read && 'data' in read)
    client.writeQuery({
      query: ContractToSignDocument,
      variables: { id: opening.requestId },
      data: read.data,
    });
  // With the next token it is asked for again.
  const isUnread = read && 'error' in read && readFault(read.error).kind !== 'sessionExpired';
  const page = (
    <LanguageProvider first={first}>
      <SessionContext value={session}>
        <ApolloProvider client={client}>
          <App opening={opening} openLink={openLink} unread={isUnread ? read.error : undefined} />
        </ApolloProvider>
      </SessionContext>
    </LanguageProvider>
  );
  if (isDrawn()) {
    root.dataset.drawn = '';
    hydrateRoot(root, page);
  } else {
    root.replaceChildren();
    createRoot(root).render(page);
  }
  end();
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root.');
void begin(root);
