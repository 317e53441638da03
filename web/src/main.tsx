import { ApolloProvider } from '@apollo/client/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openLink } from './access/link';
import { takeOpening } from './access/opening';
import { Session } from './access/session';
import { SessionContext } from './access/session-context';
import { createApolloClient } from './apollo';
import { App } from './app';
import { LanguageProvider } from './i18n/language';
import './styles/base.css';
import './styles/contract.css';
import './styles/signing.css';

const opening = takeOpening();
const session = new Session(opening);
const client = createApolloClient(session);
if (opening) void openLink(client, session, opening);

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root.');
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <SessionContext value={session}>
        <ApolloProvider client={client}>
          <App opening={opening} />
        </ApolloProvider>
      </SessionContext>
    </LanguageProvider>
  </StrictMode>,
);
