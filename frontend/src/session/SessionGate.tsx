import { useCallback, useEffect, useRef, useState } from 'react';
import { Console } from '../Console.tsx';
import type { Settings } from '../settings.ts';
import { readClaims } from './claims.ts';
import { SignInPage } from './SignInPage.tsx';
import type { SignedIn, SignIn } from './signIn.ts';

/** Renewed this long before it ends. */
const MARGIN_MS = 60_000;

type State =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signedOut'; readonly why: 'new' | 'failed' | 'expired' }
  | { readonly kind: 'signedIn'; readonly user: SignedIn };

/** Shows the console to who has signed in, and the way in to everybody else. */
export function SessionGate(props: {
  readonly settings: Settings;
  readonly signIn: SignIn;
  readonly resumed: ReturnType<SignIn['resume']>;
}) {
  const { settings, signIn, resumed } = props;
  const [state, setState] = useState<State>({ kind: 'starting' });

  useEffect(() => {
    let current = true;
    resumed.then(
      ({ user, returnTo }) => {
        if (!current) return;
        if (returnTo !== undefined) window.history.replaceState(null, '', returnTo);
        setState(user ? { kind: 'signedIn', user } : { kind: 'signedOut', why: 'new' });
      },
      () => {
        if (!current) return;
        window.history.replaceState(null, '', '/');
        setState({ kind: 'signedOut', why: 'failed' });
      },
    );
    return () => {
      current = false;
    };
  }, [resumed]);

  // Many requests may be refused at once; they share one renewal.
  const renewal = useRef<Promise<void>>(undefined);
  const expire = useCallback(() => {
    const renew = async () => {
      const user = await signIn.renew();
      if (user === undefined) signIn.forget();
      setState(user ? { kind: 'signedIn', user } : { kind: 'signedOut', why: 'expired' });
      renewal.current = undefined;
    };
    renewal.current ??= renew();
  }, [signIn]);

  const expiresAt = state.kind === 'signedIn' ? state.user.expiresAt : undefined;
  useEffect(() => {
    if (expiresAt === undefined) return;
    const timer = setTimeout(expire, Math.max(0, expiresAt - MARGIN_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [expiresAt, expire]);

  const signOut = useCallback(async () => {
    setState({ kind: 'signedOut', why: 'new' });
    window.history.replaceState(null, '', '/');
    await signIn.signOut();
  }, [signIn]);

  if (state.kind === 'starting') return null;
  const claims = state.kind === 'signedIn' ? readClaims(state.user.accessToken) : undefined;
  if (state.kind === 'signedOut' || claims === undefined) {
    const start = () => signIn.start(window.location.pathname + window.location.search);
    return <SignInPage why={state.kind === 'signedOut' ? state.why : 'failed'} start={start} />;
  }
  const session = { claims, user: state.user, signOut };
  return <Console settings={settings} session={session} onUnauthorized={expire} />;
}
