import { ApolloProvider } from '@apollo/client/react';
import { useEffect, useEffectEvent, useState } from 'react';
import { Session } from '../access/session';
import { SessionContext } from '../access/session-context';
import { openTab } from '../access/tab-memory';
import { createApolloClient } from '../apollo';
import { ContractToSign } from '../contract/contract-to-sign';
import type { Account } from './account';

interface SignHereProps {
  requestId: string;
  account: Account;
  signed: () => void;
  sessionEnded: () => void;
}

/** The signing page in this one: the customer has a right to sign already, so that no link and no other page is needed. */
export function SignHere({ requestId, account, signed, sessionEnded }: SignHereProps) {
  const opening = { requestId, securityHash: null, mark: null };
  const [session] = useState(() => {
    openTab(requestId, null);
    const opened = new Session(opening, false);
    const token = account.accessToken();
    if (token !== null) opened.openByApp(token);
    return opened;
  });
  const [client] = useState(() => createApolloClient(session));
  const end = useEffectEvent(sessionEnded);
  useEffect(() => {
    let isLeft = false;
    let last = session.token();
    const renew = async () => {
      if (session.access().kind !== 'expired') return;
      const token = await account.freshToken(last);
      if (isLeft) return;
      last = token;
      if (token === null) end();
      else session.openByApp(token);
    };
    const stop = session.subscribe(() => void renew());
    return () => {
      isLeft = true;
      stop();
    };
  }, [session, account]);
  return (
    <SessionContext value={session}>
      <ApolloProvider client={client}>
        <ContractToSign opening={opening} onSigned={signed} />
      </ApolloProvider>
    </SessionContext>
  );
}
