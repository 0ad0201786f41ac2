/** A dry run, and then what it showed: once, also where an answer is lost. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type OrderApi, useOrderApi } from '../api/client.ts';
import {
  deadLettersKey,
  planReplay,
  replayKey,
  replaysKey,
  replaysQuery,
  startReplay,
} from '../api/deadLetters.ts';
import { isPassing } from '../api/failure.ts';
import { useSession } from '../session/session.ts';
import type { PlannedRequest } from './replayForm.ts';
import type { Replay, ReplayPlan } from './types.ts';

export interface Planned {
  readonly request: PlannedRequest;
  readonly plan: ReplayPlan;
  /** The replays that there were before, by which a new one is known. */
  readonly before: ReadonlySet<string>;
}

export function useReplayRequest(onStarted: (replay: Replay) => void) {
  const api = useOrderApi();
  const queries = useQueryClient();
  const { subject } = useSession().claims;
  const [planned, setPlanned] = useState<Planned>();
  // Two clicks can come faster than the button is drawn anew.
  const isBusy = useRef(false);

  const planning = useMutation({
    mutationFn: async (request: PlannedRequest): Promise<Planned> => {
      const [plan, replays] = await Promise.all([
        planReplay(api, request),
        queries.fetchQuery({ ...replaysQuery(api), staleTime: 0 }),
      ]);
      return { request, plan, before: new Set(replays.map(({ replayId }) => replayId)) };
    },
    onSuccess: setPlanned,
    onError: () => setPlanned(undefined),
  });

  const starting = useMutation({
    mutationFn: (planned: Planned) => start(api, planned, subject),
    onSuccess: async (replay) => {
      queries.setQueryData(replayKey(replay.replayId), replay);
      onStarted(replay);
      await queries.invalidateQueries({ queryKey: replaysKey, exact: true });
      await queries.invalidateQueries({ queryKey: deadLettersKey, refetchType: 'none' });
    },
    // Whatever became of it, the next attempt begins with a look.
    onError: () => setPlanned(undefined),
    onSettled: () => {
      isBusy.current = false;
    },
  });

  return {
    planned,
    planning,
    starting,
    plan(request: PlannedRequest) {
      starting.reset();
      planning.mutate(request);
    },
    start(planned: Planned) {
      if (isBusy.current) return;
      isBusy.current = true;
      starting.mutate(planned);
    },
  };
}

/** Never more than the dry run has shown. */
async function start(api: OrderApi, planned: Planned, subject: string): Promise<Replay> {
  const request = { ...planned.request, limit: planned.plan.selected };
  try {
    return await startReplay(api, request);
  } catch (error) {
    if (!isPassing(error)) throw error;
    const started = await findStarted(api, planned, subject).catch(() => undefined);
    if (started === undefined) throw error;
    return started;
  }
}

/** No answer came: if it was started all the same, it is in the history. */
async function findStarted(
  api: OrderApi,
  { request, before }: Planned,
  subject: string,
): Promise<Replay | undefined> {
  const { replays } = await api.http
    .GET('/ops/dlq/replays')
    .then(({ data }) => data ?? { replays: [] });
  return replays.find(
    ({ replayId, by, reason, action }) =>
      !before.has(replayId) &&
      by === subject &&
      reason === request.reason &&
      action === request.action,
  );
}
