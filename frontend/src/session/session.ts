/** The session of the person at the screen, as components see it. */
import { createContext, useContext } from 'react';
import type { Claims } from './claims.ts';
import type { SignedIn } from './signIn.ts';

export interface Session {
  readonly claims: Claims;
  readonly user: SignedIn;
  readonly signOut: () => void;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession: nobody is signed in here');
  return session;
}
