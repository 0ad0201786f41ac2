import { Link } from '@tanstack/react-router';
import { useOpsWords } from '../i18n/opsWords.ts';
import { buttonClass, type ButtonLook } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { FaultLine } from '../ui/FaultLine.tsx';
import { Notice, type NoticeTone } from '../ui/Notice.tsx';
import { explainVerdict } from './explainVerdict.ts';
import type { DeadLetterDetail, VerdictKind } from './types.ts';
import { type WayOn, wayOn } from './verdicts.ts';

const tones = {
  replayable: 'success',
  'already-done': 'info',
  superseded: 'warning',
  invalid: 'danger',
  'unknown-order': 'warning',
  'not-replayable': 'warning',
} satisfies Record<VerdictKind, NoticeTone>;

/** Whether a replay makes sense, why, and what to do. */
export function VerdictCard({ message }: { message: DeadLetterDetail }) {
  const ops = useOpsWords();
  const { id, verdict } = message;
  const first = wayOn[verdict.kind];
  const look = (way: WayOn, other: ButtonLook = 'secondary') =>
    buttonClass(way === first ? 'primary' : other);
  return (
    <Card id="verdict" title={ops.verdict.title}>
      <div className="space-y-4">
        <Notice tone={tones[verdict.kind]} title={ops.verdict.name[verdict.kind]}>
          <p>{explainVerdict(message, ops.verdict.why)}</p>
          {verdict.errors.length > 0 && (
            <ul className="mt-2 space-y-1">
              {verdict.errors.map((fault) => (
                <li key={`${fault.pointer} ${fault.detail}`}>
                  <FaultLine fault={fault} />
                </li>
              ))}
            </ul>
          )}
          <p className="mt-2">{ops.verdict.advice[verdict.kind]}</p>
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
