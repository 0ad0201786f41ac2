import { useEffect, useRef, useState } from 'react';
import { useOpsWords } from '../i18n/opsWords.ts';
import { DiffView } from '../json/DiffView.tsx';
import { formatJson, inOrderOf } from '../json/json.ts';
import { parseJson } from '../json/parseJson.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { FaultLine } from '../ui/FaultLine.tsx';
import { Figure } from '../ui/Figure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { describeVerdicts, isWorthTelling } from './describeVerdicts.ts';
import { seenBy } from './partial.ts';
import type { ReplaySearch } from './search.ts';
import type { ReplayPlan } from './types.ts';
import type { Planned } from './useReplayRequest.ts';
import { VerdictRows } from './VerdictRows.tsx';

type Chosen = Omit<ReplaySearch, 'action' | 'verdict'>;

/** What a dry run has shown; from here it can be done. */
export function PlanView(props: {
  readonly planned: Planned;
  /** Which messages it was about. */
  readonly which: Chosen;
  readonly busy: boolean;
  readonly onConfirm: () => void;
}) {
  const ops = useOpsWords();
  const { plan, request } = props.planned;
  const seen = seenBy(plan, request);
  const isPartial = seen === 'some';
  const before = seen === 'all' ? undefined : ops.atLeast;
  const left = plan.refused.reduce((sum, { count }) => sum + count, 0);
  const heading = useRef<HTMLDivElement>(null);
  // Who works by keyboard goes on at what was found.
  useEffect(() => heading.current?.focus(), []);
  return (
    <div ref={heading} tabIndex={-1} className="outline-none">
      <Card id="plan" title={ops.form.plan}>
        <div className="space-y-5">
          {isPartial && <Notice tone="warning" title={ops.partialShort(plan.scanned)} />}
          <dl className="grid grid-cols-3 gap-4">
            <Figure term={ops.form.matched} before={before}>
              {plan.matched}
            </Figure>
            <Figure term={ops.form.selected}>{plan.selected}</Figure>
            <Figure term={ops.form.refusedCount} before={before}>
              {left}
            </Figure>
          </dl>
          {isWorthTelling(plan.verdicts) && (
            <p className="text-sm text-muted">
              {ops.form.goVerdicts(describeVerdicts(plan.verdicts, ops))}
            </p>
          )}
          {seen === 'enough' && <p className="text-sm text-muted">{ops.form.enough}</p>}
          {plan.refused.length > 0 && (
            <Left refused={plan.refused} isPartial={seen !== 'all'} which={props.which} />
          )}
          {plan.previews.length > 0 && <Previews previews={plan.previews} />}
          {plan.selected === 0 ? (
            <Notice tone="warning" title={ops.form.nothing}>
              {ops.form.nothingDetail}
            </Notice>
          ) : (
            <Confirm {...props} />
          )}
        </div>
      </Card>
    </div>
  );
}

function Left(props: Pick<ReplayPlan, 'refused'> & { isPartial: boolean; which: Chosen }) {
  const { refused, isPartial, which } = props;
  const ops = useOpsWords();
  return (
    <section aria-labelledby="left">
      <h3 id="left" className="text-sm font-semibold">
        {ops.form.left}
      </h3>
      <VerdictRows counts={refused} isPartial={isPartial} which={which} />
    </section>
  );
}

function Previews({ previews }: Pick<ReplayPlan, 'previews'>) {
  const ops = useOpsWords();
  return (
    <section aria-labelledby="previews" className="space-y-3">
      <h3 id="previews" className="text-sm font-semibold">
        {ops.form.previews}
      </h3>
      {previews.map(({ id, before, after, errors }) => (
        <div key={id} className="space-y-2">
          <p className="flex flex-wrap gap-x-3 text-sm">
            <span className="font-mono text-xs text-muted">{id.slice(-12)}</span>
            {errors.length > 0 && (
              <span className="font-medium text-danger">
                {ops.form.invalidAfter(errors.length)}
              </span>
            )}
          </p>
          {errors.map((fault) => (
            <p key={`${fault.pointer} ${fault.detail}`} className="text-sm text-danger">
              <FaultLine fault={fault} />
            </p>
          ))}
          <DiffView {...readable(before, after)} />
        </div>
      ))}
    </section>
  );
}

/** The API sorts the members of what it has patched; only what differs is to be seen. */
function readable(before: string, after: string): { before: string; after: string } {
  const [old, patched] = [parseJson(before), parseJson(after)];
  if (old.kind !== 'parsed' || patched.kind !== 'parsed') return { before, after };
  const ordered = inOrderOf(old.value, patched.value);
  return { before: formatJson(old.value), after: formatJson(ordered) };
}

function Confirm(props: {
  readonly planned: Planned;
  readonly busy: boolean;
  readonly onConfirm: () => void;
}) {
  const ops = useOpsWords();
  const { planned, busy, onConfirm } = props;
  const { action, canary, rate } = planned.request;
  const { selected } = planned.plan;
  const [isAsked, setIsAsked] = useState(false);
  const look = action === 'discard' ? 'danger' : 'primary';
  if (!isAsked) {
    return (
      <Button look={look} onClick={() => setIsAsked(true)}>
        {ops.form.apply[action](selected)}
      </Button>
    );
  }
  return (
    <div
      role="group"
      aria-label={ops.form.sure[action](selected)}
      className="space-y-3 rounded-lg bg-sunken p-4"
      onKeyDown={({ key }) => {
        if (key === 'Escape') setIsAsked(false);
      }}
    >
      <p className="text-sm">
        <span className="font-semibold">{ops.form.sure[action](selected)}</span>{' '}
        {action === 'replay' && canary != null && ops.form.sureCanary(canary)}{' '}
        {rate != null && ops.form.sureRate(rate)}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button look={look} disabled={busy} onClick={onConfirm} autoFocus>
          {busy ? ops.form.starting : ops.form.confirm[action](selected)}
        </Button>
        <Button look="quiet" disabled={busy} onClick={() => setIsAsked(false)}>
          {ops.form.cancel}
        </Button>
      </div>
    </div>
  );
}
