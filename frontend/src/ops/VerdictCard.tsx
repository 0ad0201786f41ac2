import { Link } from '@tanstack/react-router';
import { useOpsWords } from '../i18n/opsWords.ts';
import { buttonClass, type ButtonLook } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Notice, type NoticeTone } from '../ui/Notice.tsx';
import type { DeadLetterDetail, VerdictKind } from './types.ts';

/** How each verdict looks, and which of the ways on is the first to think of. */
const looks = {
  replayable: { tone: 'success', first: 'replay' },
  'already-done': { tone: 'info', first: 'discard' },
  superseded: { tone: 'warning', first: 'discard' },
  invalid: { tone: 'danger', first: 'edit' },
  'unknown-order': { tone: 'warning', first: 'discard' },
} satisfies Record<VerdictKind, { tone: NoticeTone; first: 'replay' | 'edit' | 'discard' }>;

/** Whether a replay makes sense, why, and what to do. */
export function VerdictCard({ message }: { message: DeadLetterDetail }) {
  const ops = useOpsWords();
  const { id, verdict } = message;
  const { tone, first } = looks[verdict.kind];
  const look = (way: typeof first, other: ButtonLook = 'secondary') =>
    buttonClass(way === first ? 'primary' : other);
  return (
    <Card id="verdict" title={ops.verdict.title}>
      <div className="space-y-4">
        <Notice tone={tone} title={ops.verdict.name[verdict.kind]}>
          <p>{ops.verdict.advice[verdict.kind]}</p>
          {verdict.supersededBy != null && <p>{ops.verdict.supersededBy(verdict.supersededBy)}</p>}
          <p className="mt-2 text-muted">{verdict.detail}</p>
          {verdict.errors.length > 0 && (
            <ul className="mt-2 space-y-1">
              {verdict.errors.map(({ pointer, detail }) => (
                <li key={`${pointer} ${detail}`}>
                  <code className="font-mono text-xs break-all">{pointer || '/'}</code> {detail}
                </li>
              ))}
            </ul>
          )}
        </Notice>
        <div className="flex flex-col gap-2">
          <Link
            to="/ops/replays/new"
            search={{ action: 'replay', ids: [id] }}
            className={look('replay')}
          >
            {ops.message.replay}
          </Link>
          <Link to="/ops/messages/$messageId/edit" params={{ messageId: id }} className={look('edit')}>
            {ops.message.edit}
          </Link>
          <Link
            to="/ops/replays/new"
            search={{ action: 'discard', ids: [id] }}
            className={look('discard', 'danger')}
          >
            {ops.message.discard}
          </Link>
        </div>
      </div>
    </Card>
  );
}
