import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useSpeech } from '../i18n/language.ts';
import { roleOf } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Navigation } from './Navigation.tsx';
import { useOnline } from './online.ts';
import { Preferences } from './Preferences.tsx';

/** What stands around every page. */
export function Shell({ local }: { local: boolean }) {
  const { t } = useSpeech();
  const [menuOpen, setMenuOpen] = useState(false);
  const close = () => setMenuOpen(false);
  const main = useFocusOnNewPage();
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_1fr]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-2 focus:rounded-lg focus:bg-accent focus:px-4 focus:py-2 focus:text-on-accent"
      >
        {t.skip}
      </a>
      <aside
        onKeyDown={({ key }) => {
          if (key === 'Escape') close();
        }}
        className="border-b border-line bg-card lg:sticky lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:border-r lg:border-b-0 print:hidden!"
      >
        <div className="flex items-center justify-between gap-3 px-4 py-3 lg:px-5 lg:py-5">
          <span className="flex items-center gap-2.5 font-semibold tracking-tight">
            <img src="/icon.svg" alt="" width="28" height="28" />
            {t.app}
          </span>
          <Button
            look="quiet"
            className="lg:hidden"
            aria-expanded={menuOpen}
            aria-controls="navigation"
            onClick={() => setMenuOpen(!menuOpen)}
          >
            <Icon name="menu" />
            {t.nav.menu}
          </Button>
        </div>
        <div
          id="navigation"
          className={`${menuOpen ? 'flex' : 'hidden'} grow flex-col justify-between gap-6 px-3 pb-4 lg:flex lg:min-h-0 lg:overflow-y-auto`}
        >
          <Navigation local={local} onChoose={close} />
          <Person />
        </div>
      </aside>
      <div className="flex min-w-0 flex-col">
        <OfflineBanner />
        <main ref={main} id="content" tabIndex={-1} className="grow outline-none">
          <Outlet />
        </main>
      </div>
    </div>
  );
}

/** Who navigates by keyboard goes on at the new page, and not at the link that led there. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null);
  const pathname = useLocation({ select: (location) => location.pathname });
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current !== pathname) main.current?.focus({ preventScroll: true });
    before.current = pathname;
  }, [pathname]);
  return main;
}

function Person() {
  const { t } = useSpeech();
  const { claims, signOut } = useSession();
  return (
    <div className="space-y-3 px-2">
      <Preferences />
      <div className="space-y-2 border-t border-line pt-3">
        <div className="min-w-0 text-sm">
          <p className="truncate font-medium" title={claims.subject}>
            {claims.subject}
          </p>
          <p className="text-muted">{t.role[roleOf(claims.scopes)]}</p>
        </div>
        <Button className="w-full" onClick={signOut}>
          {t.signIn.signOut}
        </Button>
      </div>
    </div>
  );
}

function OfflineBanner() {
  const { t } = useSpeech();
  const online = useOnline();
  return (
    // Without a height of its own, so that nothing moves when it comes: it lies where pages have none.
    <div role="status" className="sticky top-0 z-10 h-0">
      {!online && (
        <p className="border-b border-warning bg-warning-soft px-4 py-1.5 text-center text-xs text-warning sm:text-sm">
          {t.state.offline}
        </p>
      )}
    </div>
  );
}
