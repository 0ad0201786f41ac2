import { useSpeech } from '../i18n/language.ts';

/** Holds the place of what is loading, so that nothing moves when it comes. */
export function Skeleton({ className }: { className: string }) {
  return (
    <span
      aria-hidden="true"
      className={`block rounded-md bg-sunken motion-safe:animate-pulse ${className}`}
    />
  );
}

/** Says once that something is loading, to who can't see the skeletons. */
export function Loading({ children }: { children: React.ReactNode }) {
  const { t } = useSpeech();
  return (
    <div aria-busy="true">
      <span role="status" className="sr-only">
        {t.state.loading}
      </span>
      {children}
    </div>
  );
}
