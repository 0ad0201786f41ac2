/** The few pictures there are, as strokes on a grid of 24. They are never the only label. */
const PATHS = {
  overview: 'M4 20V10M10 20V4M16 20v-7M22 20H2',
  orders: 'M5 3h14v18l-3-2-4 2-4-2-3 2zM9 8h6M9 12h6',
  plus: 'M12 5v14M5 12h14',
  import: 'M12 3v12M7 10l5 5 5-5M4 21h16',
  inbox: 'M3 13h5l2 3h4l2-3h5M5 5h14l2 8v6H3v-6z',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14',
  chevron: 'M9 6l6 6-6 6',
  back: 'M15 6l-6 6 6 6',
  check: 'M5 12l5 5 9-10',
  alert: 'M12 8v5M12 16.5v.5M12 3l10 18H2z',
  info: 'M12 11v6M12 7.5V8M12 3a9 9 0 110 18 9 9 0 010-18z',
  ops: 'M20 12a8 8 0 11-2.3-5.6M20 3v5h-5M12 8v4l3 2',
  edit: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  mail: 'M3 5h18v14H3zM3 7l9 6 9-6',
  phone: 'M7 2h10v20H7zM11 18.5h2',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  menu: 'M4 6h16M4 12h16M4 18h16',
  document: 'M6 2h8l4 4v16H6zM14 2v4h4M9 12h6M9 16h6',
};

export type IconName = keyof typeof PATHS;

export function Icon({ name, className = 'size-5' }: { name: IconName; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className}`}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
