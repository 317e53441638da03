import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Access, Session } from './session';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('There is no session around this.');
  return session;
}

/** Whether the customer may sign now; it changes when a token comes or runs out. */
export function useAccess(): Access {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.access);
}
