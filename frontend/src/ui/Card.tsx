import type { ReactNode } from 'react';

/** A part of a page with a heading of its own. */
export function Card(props: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly id: string;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  const { title, note, id, children, className = '' } = props;
  return (
    <section
      aria-labelledby={id}
      className={`rounded-xl border border-line bg-card shadow-card ${className}`}
    >
      <header className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 pt-3 box-content">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {note !== undefined && <div className="text-sm text-muted">{note}</div>}
      </header>
      <div className="px-5 pt-2 pb-5">{children}</div>
    </section>
  );
}
