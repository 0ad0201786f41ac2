/** The addresses of the console. Every page is a chunk of its own. */
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { readGroupsSearch, readMessagesSearch, readReplaySearch } from './ops/search.ts';
import { readSearch } from './orders/search.ts';
import type { Settings } from './settings.ts';
import { Crashed } from './shell/Crashed.tsx';
import { lazyPage } from './shell/lazyPage.ts';
import { NotFound } from './shell/NotFound.tsx';
import { Shell } from './shell/Shell.tsx';

const rootRoute = createRootRoute();

const shell = (settings: Settings) =>
  createRoute({
    getParentRoute: () => rootRoute,
    id: 'shell',
    component: () => <Shell local={settings.local} />,
  });

export function createConsoleRouter(settings: Settings) {
  const parent = shell(settings);
  const getParentRoute = () => parent;
  const overview = createRoute({
    getParentRoute,
    path: '/',
    component: lazyPage(() => import('./overview/OverviewPage.tsx'), 'OverviewPage'),
  });
  const orders = createRoute({
    getParentRoute,
    path: '/orders',
    validateSearch: readSearch,
    component: lazyPage(() => import('./orders/OrdersPage.tsx'), 'OrdersPage'),
  });
  const newOrder = createRoute({
    getParentRoute,
    path: '/orders/new',
    component: lazyPage(() => import('./draft/NewOrderPage.tsx'), 'NewOrderPage'),
  });
  const order = createRoute({
    getParentRoute,
    path: '/orders/$orderId',
    component: lazyPage(() => import('./orders/OrderPage.tsx'), 'OrderPage'),
  });
  const editOrder = createRoute({
    getParentRoute,
    path: '/orders/$orderId/edit',
    component: lazyPage(() => import('./draft/EditOrderPage.tsx'), 'EditOrderPage'),
  });
  const importing = createRoute({
    getParentRoute,
    path: '/import',
    component: lazyPage(() => import('./import/ImportPage.tsx'), 'ImportPage'),
  });
  const inbox = createRoute({
    getParentRoute,
    // `/inbox` is where the messages come from.
    path: '/messages',
    component: settings.local
      ? lazyPage(() => import('./inbox/InboxPage.tsx'), 'InboxPage')
      : NotFound,
  });
  const ops = createRoute({
    getParentRoute,
    path: '/ops',
    validateSearch: readGroupsSearch,
    component: lazyPage(() => import('./ops/OpsPage.tsx'), 'OpsPage'),
  });
  const messages = createRoute({
    getParentRoute,
    path: '/ops/messages',
    validateSearch: readMessagesSearch,
    component: lazyPage(() => import('./ops/MessagesPage.tsx'), 'MessagesPage'),
  });
  const message = createRoute({
    getParentRoute,
    path: '/ops/messages/$messageId',
    component: lazyPage(() => import('./ops/MessagePage.tsx'), 'MessagePage'),
  });
  const editMessage = createRoute({
    getParentRoute,
    path: '/ops/messages/$messageId/edit',
    component: lazyPage(() => import('./ops/EditMessagePage.tsx'), 'EditMessagePage'),
  });
  const replays = createRoute({
    getParentRoute,
    path: '/ops/replays',
    component: lazyPage(() => import('./ops/HistoryPage.tsx'), 'HistoryPage'),
  });
  const newReplay = createRoute({
    getParentRoute,
    path: '/ops/replays/new',
    validateSearch: readReplaySearch,
    component: lazyPage(() => import('./ops/ReplayFormPage.tsx'), 'ReplayFormPage'),
  });
  const replay = createRoute({
    getParentRoute,
    path: '/ops/replays/$replayId',
    component: lazyPage(() => import('./ops/ReplayPage.tsx'), 'ReplayPage'),
  });
  const elsewhere = createRoute({ getParentRoute, path: '$', component: NotFound });
  const forAll = [overview, orders, newOrder, order, editOrder, importing, inbox];
  const forOperators = [ops, messages, message, editMessage, replays, newReplay, replay];
  const pages = [...forAll, ...forOperators, elsewhere];
  return createRouter({
    routeTree: rootRoute.addChildren([parent.addChildren(pages)]),
    // A page is there once it is clicked on.
    defaultPreload: 'intent',
    defaultErrorComponent: Crashed,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
