import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

/** Where there is nothing: why, and what to do about it. */
export function EmptyState(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      <span className="rounded-full bg-accent-soft p-3 text-accent">
        <Icon name={props.icon} className="size-6" />
      </span>
      <p className="mt-4 font-semibold">{props.title}</p>
      <p className="mt-1 max-w-sm text-sm text-pretty text-muted">{props.detail}</p>
      {props.children !== undefined && (
        <div className="mt-5 flex flex-wrap justify-center gap-2">{props.children}</div>
      )}
    </div>
  );
}
