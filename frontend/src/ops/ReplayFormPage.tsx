import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { isPassing } from '../api/failure.ts';
import { useSpeech } from '../i18n/language.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { useKept } from '../session/kept.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { Button, buttonClass } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Failure } from '../ui/Failure.tsx';
import { ChoiceFilter } from '../ui/filters.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { describeFilter } from './describeFilter.ts';
import { OpsOnly } from './OpsOnly.tsx';
import { PlanView } from './PlanView.tsx';
import { ReplayFields } from './ReplayFields.tsx';
import { type Faults, formName, freshValues, readForm, replayValues } from './replayForm.ts';
import { toFilter } from './search.ts';
import type { VerdictKind } from './types.ts';
import { useReplayRequest } from './useReplayRequest.ts';
import { VERDICTS } from './verdicts.ts';

const route = getRouteApi('/shell/ops/replays/new');

export function ReplayFormPage() {
  const search = route.useSearch();
  // For other messages it is another form.
  return (
    <OpsOnly>
      <ReplayForm key={formName(search.action, toFilter(search))} />
    </OpsOnly>
  );
}

function ReplayForm() {
  const speech = useSpeech();
  const ops = useOpsWords();
  const { action, verdict, ...search } = route.useSearch();
  const filter = toFilter(search);
  const navigate = useNavigate();
  const form = useKept(formName(action, filter), replayValues, freshValues);
  const [faults, setFaults] = useState<Faults>({});
  const { planned, planning, starting, plan, start } = useReplayRequest((replay) => {
    form.forget();
    navigate({ to: '/ops/replays/$replayId', params: { replayId: replay.replayId } });
  });

  const read = readForm(form.value, action, { filter, verdict });
  const isStale =
    planned !== undefined &&
    (read.kind === 'faults' || JSON.stringify(read.request) !== JSON.stringify(planned.request));

  function look() {
    setFaults(read.kind === 'faults' ? read.faults : {});
    if (read.kind === 'ok') plan(read.request);
    else document.getElementById(`replay-${Object.keys(read.faults)[0]}`)?.focus();
  }

  return (
    <Page
      title={ops.form.title[action]}
      lead={ops.form.lead[action]}
      above={<BackLink to="/ops">{ops.back}</BackLink>}
    >
      {form.wasRestored && <Notice tone="info" title={ops.form.restored} />}
      <Card id="which" title={ops.form.which}>
        <div className="space-y-4">
          <ul className="flex flex-wrap gap-2 text-sm">
            {describeFilter(filter, ops, speech).map((words) => (
              <li key={words} className="rounded-md bg-sunken px-2.5 py-1 break-all">
                {words}
              </li>
            ))}
          </ul>
          <div className="sm:max-w-56">
            <VerdictSelect verdict={verdict} />
          </div>
        </div>
      </Card>
      <form
        noValidate
        className="space-y-6"
        onSubmit={(event) => {
          event.preventDefault();
          look();
        }}
      >
        <Card id="how" title={ops.form.how}>
          <ReplayFields
            action={action}
            values={form.value}
            faults={faults}
            onChange={(values) => {
              form.change(values);
              setFaults({});
            }}
          />
          <div className="mt-5">
            <Button
              type="submit"
              look={planned && !isStale ? 'secondary' : 'primary'}
              disabled={planning.isPending || starting.isPending}
            >
              {planning.isPending ? ops.form.dryRunning : ops.form.dryRun}
            </Button>
          </div>
        </Card>
      </form>
      {planning.error && <Failure error={planning.error} />}
      {starting.error &&
        (isPassing(starting.error) ? (
          <Notice
            tone="danger"
            title={ops.form.maybe}
            actions={
              <Link to="/ops/replays" className={buttonClass()}>
                {ops.history}
              </Link>
            }
          >
            {ops.form.maybeDetail}
          </Notice>
        ) : (
          <Failure error={starting.error} />
        ))}
      {planned && isStale && <Notice tone="info" title={ops.form.stale} />}
      {planned && !isStale && (
        <PlanView
          key={JSON.stringify(planned.plan)}
          planned={planned}
          which={search}
          busy={starting.isPending || starting.isSuccess}
          onConfirm={() => start(planned)}
        />
      )}
    </Page>
  );
}

/** The API judges each message during the dry run, and again when it is carried out. */
function VerdictSelect({ verdict }: { verdict: VerdictKind | undefined }) {
  const ops = useOpsWords();
  const navigate = route.useNavigate();
  const change = (next: VerdictKind | undefined) =>
    navigate({ search: (search) => ({ ...search, verdict: next }), replace: true, resetScroll: false });
  return (
    <ChoiceFilter
      label={ops.verdict.label}
      any={ops.verdict.any}
      value={verdict}
      options={VERDICTS}
      words={(kind) => ops.verdict.name[kind]}
      onChange={change}
    />
  );
}
