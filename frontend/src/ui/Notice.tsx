import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

export type NoticeTone = 'danger' | 'warning' | 'success' | 'info';

const looks = {
  danger: { box: 'border-danger bg-danger-soft', icon: 'alert', ink: 'text-danger' },
  warning: { box: 'border-warning bg-warning-soft', icon: 'alert', ink: 'text-warning' },
  success: { box: 'border-success bg-success-soft', icon: 'check', ink: 'text-success' },
  info: { box: 'border-line bg-sunken', icon: 'info', ink: 'text-muted' },
} satisfies Record<NoticeTone, { box: string; icon: IconName; ink: string }>;

/** Something to know: what happened, what it means, and what can be done. */
export function Notice(props: {
  readonly tone: NoticeTone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  const { tone, title, children, actions } = props;
  const look = looks[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={`flex gap-3 rounded-xl border p-4 text-sm ${look.box}`}
    >
      <Icon name={look.icon} className={`mt-px size-5 ${look.ink}`} />
      <div className="min-w-0 grow">
        <p className="font-semibold">{title}</p>
        {children !== undefined && <div className="mt-1 text-pretty wrap-anywhere">{children}</div>}
        {actions !== undefined && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
