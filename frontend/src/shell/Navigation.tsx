import { Link } from '@tanstack/react-router';
import type { Messages } from '../i18n/en.ts';
import { useSpeech } from '../i18n/language.ts';
import type { Claims } from '../session/claims.ts';
import { hasOrders, mayOrder, mayReplay } from '../session/role.ts';
import { useSession } from '../session/session.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';

type Place = Exclude<keyof Messages['nav'], 'label' | 'menu'>;

interface Entry {
  readonly to: '/' | '/orders' | '/orders/new' | '/import' | '/messages' | '/ops';
  readonly icon: IconName;
  /** Whether what lies below it belongs to it. */
  readonly deep?: true;
  readonly shown: (claims: Claims, local: boolean) => boolean;
}

const entries = {
  overview: { to: '/', icon: 'overview', shown: () => true },
  orders: { to: '/orders', icon: 'orders', shown: hasOrders },
  newOrder: { to: '/orders/new', icon: 'plus', shown: mayOrder },
  import: { to: '/import', icon: 'import', shown: mayOrder },
  ops: { to: '/ops', icon: 'ops', shown: mayReplay, deep: true },
  inbox: { to: '/messages', icon: 'inbox', shown: (_, local) => local },
} satisfies Record<Place, Entry>;

const PLACES: readonly Place[] = ['overview', 'orders', 'newOrder', 'import', 'ops', 'inbox'];

/** The pages that this person can use. */
export function Navigation(props: { readonly local: boolean; readonly onChoose: () => void }) {
  const { t } = useSpeech();
  const { claims } = useSession();
  const shown = PLACES.filter((place) => entries[place].shown(claims, props.local));
  return (
    <nav aria-label={t.nav.label}>
      <ul className="space-y-0.5">
        {shown.map((place) => {
          const { to, icon, deep }: Entry = entries[place];
          return (
            <li key={place}>
              <Link
                to={to}
                onClick={props.onChoose}
                activeOptions={{ exact: !deep, includeSearch: false }}
                activeProps={{ className: 'bg-accent-soft text-accent font-medium' }}
                inactiveProps={{ className: 'text-muted hover:bg-sunken hover:text-ink' }}
                className="flex items-center gap-3 rounded-lg px-3 py-2 text-sm motion-safe:transition-colors"
              >
                <Icon name={icon} />
                {t.nav[place]}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
