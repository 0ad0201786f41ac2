import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useOrderApi } from '../api/client.ts';
import {
  isMoving,
  replayKey,
  replayQuery,
  replaysKey,
  type ReplayStep,
  stepReplay,
} from '../api/deadLetters.ts';
import { Refused } from '../api/failure.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { Button, type ButtonLook } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { OpsOnly } from './OpsOnly.tsx';
import { possibleSteps } from './progress.ts';
import { ReplayBadge } from './ReplayBadge.tsx';
import { ReplayDetails } from './ReplayDetails.tsx';
import { ReplayProgress } from './ReplayProgress.tsx';
import type { Replay } from './types.ts';

const POLL_MS = 1_000;
const route = getRouteApi('/shell/ops/replays/$replayId');

export function ReplayPage() {
  return (
    <OpsOnly>
      <OneReplay />
    </OpsOnly>
  );
}

function OneReplay() {
  const ops = useOpsWords();
  const { replayId } = route.useParams();
  const api = useOrderApi();
  const replay = useQuery({
    ...replayQuery(api, replayId),
    refetchInterval: ({ state }) =>
      state.data === undefined || isMoving[state.data.state] ? POLL_MS : false,
  });
  const back = <BackLink to="/ops/replays">{ops.replay.all}</BackLink>;
  if (replay.error instanceof Refused && [400, 404].includes(replay.error.status)) {
    return (
      <Page title={ops.replay.notFound} above={back}>
        <EmptyState
          icon="info"
          title={ops.replay.notFound}
          detail={ops.replay.notFoundDetail}
        />
      </Page>
    );
  }
  return (
    <Page
      title={replay.data ? ops.replay.title[replay.data.action] : ops.replay.title.replay}
      above={back}
      lead={<span className="font-mono text-xs break-all">{replayId}</span>}
      badge={replay.data && <ReplayBadge replay={replay.data} />}
    >
      {replay.error && <Failure error={replay.error} retry={() => replay.refetch()} />}
      {replay.isPending && (
        <Loading>
          <div className="space-y-6">
            <Skeleton className="h-72 rounded-xl" />
            <Skeleton className="h-64 rounded-xl" />
          </div>
        </Loading>
      )}
      {replay.data && (
        <>
          <ReplayProgress replay={replay.data} seenAt={replay.dataUpdatedAt}>
            <Outcome replay={replay.data} />
            <Steps replay={replay.data} />
          </ReplayProgress>
          {replay.data.returned.length > 0 && <CameBack replay={replay.data} />}
          <ReplayDetails replay={replay.data} />
        </>
      )}
    </Page>
  );
}

function Outcome({ replay }: { replay: Replay }) {
  const ops = useOpsWords();
  const { state, stoppedBecause } = replay;
  if (state === 'stopped' && stoppedBecause) {
    return (
      <Notice
        tone={stoppedBecause === 'operator' ? 'warning' : 'danger'}
        title={ops.replay.stopped[stoppedBecause]}
      >
        {ops.replay.stoppedDetail[stoppedBecause]}
      </Notice>
    );
  }
  const doneTone = replay.counts.returned === 0 ? 'success' : 'warning';
  return (
    <Notice tone={state === 'done' ? doneTone : 'info'} title={ops.replay.state[state]}>
      {ops.replay.explain[state]}
    </Notice>
  );
}

const looks = {
  stop: 'danger',
  resume: 'primary',
  undo: 'secondary',
} satisfies Record<ReplayStep, ButtonLook>;

/** Each step is asked for once, and only where it makes sense. */
function Steps({ replay }: { replay: Replay }) {
  const ops = useOpsWords();
  const api = useOrderApi();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<ReplayStep>();
  const isBusy = useRef(false);
  const { replayId } = replay;
  const change = useMutation({
    mutationFn: (step: ReplayStep) => stepReplay(api, replayId, step),
    onSuccess: (changed) => queries.setQueryData(replayKey(replayId), changed),
    onSettled: () => {
      isBusy.current = false;
      setAsked(undefined);
      // All of them, also as they are in the history.
      return queries.invalidateQueries({ queryKey: replaysKey });
    },
  });
  function take(step: ReplayStep) {
    if (isBusy.current) return;
    isBusy.current = true;
    change.mutate(step);
  }
  const steps = possibleSteps(replay);
  const shown = asked !== undefined && steps.includes(asked) ? asked : undefined;
  return (
    <div className="space-y-3 empty:hidden">
      {change.error && <Failure error={change.error} />}
      {shown === undefined && steps.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {steps.map((step) => (
            <Button key={step} look={looks[step]} onClick={() => setAsked(step)}>
              {ops.replay.step[step]}
            </Button>
          ))}
        </div>
      )}
      {shown !== undefined && (
        <div
          role="group"
          aria-label={ops.replay.stepSure[shown]}
          className="flex flex-wrap items-center gap-2 rounded-lg bg-sunken p-3"
          onKeyDown={({ key }) => {
            if (key === 'Escape') setAsked(undefined);
          }}
        >
          <p className="grow text-sm font-medium">{ops.replay.stepSure[shown]}</p>
          <Button look={looks[shown]} disabled={change.isPending} autoFocus onClick={() => take(shown)}>
            {ops.replay.step[shown]}
          </Button>
          <Button look="quiet" onClick={() => setAsked(undefined)}>
            {ops.form.cancel}
          </Button>
        </div>
      )}
    </div>
  );
}

function CameBack({ replay }: { replay: Replay }) {
  const ops = useOpsWords();
  return (
    <Card id="came-back" title={ops.replay.cameBack}>
      <ul className="divide-y divide-line text-sm">
        {replay.returned.map(({ code, count, sample }) => (
          <li key={code} className="flex flex-wrap items-baseline gap-3 py-2">
            <span className="font-semibold tabular-nums">{count}</span>
            <span className="grow font-mono">{code}</span>
            <Link
              to="/ops/messages/$messageId"
              params={{ messageId: sample }}
              className="font-mono text-xs text-accent underline"
            >
              {sample.slice(-12)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
