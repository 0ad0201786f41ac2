/** The addresses of the console. Every page is a chunk of its own. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { readSearch } from './orders/search.ts';
import type { Settings } from './settings.ts';
import { Crashed } from './shell/Crashed.tsx';
import { NotFound } from './shell/NotFound.tsx';
import { Shell } from './shell/Shell.tsx';

export const rootRoute = createRootRoute({ notFoundComponent: NotFound });

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
    component: lazyRouteComponent(() => import('./overview/OverviewPage.tsx'), 'OverviewPage'),
  });
  const orders = createRoute({
    getParentRoute,
    path: '/orders',
    validateSearch: readSearch,
    component: lazyRouteComponent(() => import('./orders/OrdersPage.tsx'), 'OrdersPage'),
  });
  const newOrder = createRoute({
    getParentRoute,
    path: '/orders/new',
    component: lazyRouteComponent(() => import('./draft/NewOrderPage.tsx'), 'NewOrderPage'),
  });
  const order = createRoute({
    getParentRoute,
    path: '/orders/$orderId',
    component: lazyRouteComponent(() => import('./orders/OrderPage.tsx'), 'OrderPage'),
  });
  const importing = createRoute({
    getParentRoute,
    path: '/import',
    component: lazyRouteComponent(() => import('./import/ImportPage.tsx'), 'ImportPage'),
  });
  const inbox = createRoute({
    getParentRoute,
    // `/inbox` is where the messages come from.
    path: '/messages',
    component: settings.local
      ? lazyRouteComponent(() => import('./inbox/InboxPage.tsx'), 'InboxPage')
      : NotFound,
  });
  const pages = [overview, orders, newOrder, order, importing, inbox];
  return createRouter({
    routeTree: rootRoute.addChildren([parent.addChildren(pages)]),
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
