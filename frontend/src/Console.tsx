import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { createOrderApi, OrderApiContext } from './api/client.ts';
import { isPassing, Refused } from './api/failure.ts';
import { createConsoleRouter } from './router.tsx';
import { SessionContext, type Session } from './session/session.ts';
import type { Settings } from './settings.ts';
import { SettingsContext } from './settingsContext.ts';

/** The console of somebody who has signed in. */
export function Console(props: {
  readonly settings: Settings;
  readonly session: Session;
  readonly onUnauthorized: () => void;
}) {
  const { settings, session, onUnauthorized } = props;
  const token = useRef(session.user.accessToken);
  useEffect(() => {
    token.current = session.user.accessToken;
  }, [session.user.accessToken]);
  const [router] = useState(() => createConsoleRouter(settings));
  const [queries] = useState(createQueryClient);
  const [api] = useState(() =>
    createOrderApi(settings.apiUrl, () => token.current, onUnauthorized),
  );
  return (
    <SettingsContext value={settings}>
      <SessionContext value={session}>
        <OrderApiContext value={api}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </OrderApiContext>
      </SessionContext>
    </SettingsContext>
  );
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Who orders without a network is told at once, and not surprised when it comes back.
      mutations: { networkMode: 'always' },
      queries: {
        staleTime: 1_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
        retryDelay: (failures, error) => {
          const asked = error instanceof Refused ? error.retryAfterMs : undefined;
          return asked ?? 500 * 2 ** failures;
        },
      },
    },
  });
}
