import { Link, type LinkProps } from '@tanstack/react-router';
import { Icon } from './Icon.tsx';

/** To the page that this one belongs to. */
export function BackLink({ children, ...link }: LinkProps & { children: string }) {
  return (
    <Link
      {...link}
      className="mb-2 -ml-1 inline-flex items-center gap-1 py-1 text-sm text-muted hover:text-ink"
    >
      <Icon name="back" className="size-4" />
      {children}
    </Link>
  );
}
