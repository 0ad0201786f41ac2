/** Reading dead letters, and sending them again: one function for each thing operators do. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  DeadLetterDetail,
  DeadLetterOverview,
  DeadLetters,
  Replay,
  ReplayFilter,
  ReplayPlan,
  ReplayRequest,
  ReplayState,
  VerdictKind,
} from '../ops/types.ts';
import { answered, type OrderApi } from './client.ts';

export const deadLettersKey = ['dead-letters'];
export const replaysKey = ['replays'];
export const replayKey = (replayId: string) => [...replaysKey, replayId];

export function overviewQuery(api: OrderApi) {
  return queryOptions({
    queryKey: [...deadLettersKey, 'overview'],
    queryFn: ({ signal }): Promise<DeadLetterOverview> =>
      answered(api.http.GET('/ops/dlq', { signal })),
  });
}

interface MessagesWanted {
  readonly filter: ReplayFilter;
  readonly verdict: VerdictKind | undefined;
  readonly limit: number;
}

export function messagesQuery(api: OrderApi, { filter, verdict, limit }: MessagesWanted) {
  const { ids: _, where, ...rest } = filter;
  const query = {
    ...given(rest),
    ...(verdict && { verdict }),
    ...(where?.length && { where: where.map(({ pointer, value }) => `${pointer}=${value}`) }),
    limit,
  };
  return queryOptions({
    queryKey: [...deadLettersKey, 'list', query],
    queryFn: ({ signal }): Promise<DeadLetters> =>
      answered(api.http.GET('/ops/dlq/messages', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function messageQuery(api: OrderApi, messageId: string) {
  return queryOptions({
    queryKey: [...deadLettersKey, 'message', messageId],
    queryFn: ({ signal }): Promise<DeadLetterDetail> =>
      answered(
        api.http.GET('/ops/dlq/messages/{messageId}', { params: { path: { messageId } }, signal }),
      ),
  });
}

export function replaysQuery(api: OrderApi) {
  return queryOptions({
    queryKey: replaysKey,
    queryFn: async ({ signal }): Promise<readonly Replay[]> =>
      (await answered(api.http.GET('/ops/dlq/replays', { signal }))).replays,
  });
}

export function replayQuery(api: OrderApi, replayId: string) {
  return queryOptions({
    queryKey: replayKey(replayId),
    queryFn: ({ signal }): Promise<Replay> =>
      answered(
        api.http.GET('/ops/dlq/replays/{replayId}', { params: { path: { replayId } }, signal }),
      ),
  });
}

/** Whether something happens by itself in this state. */
export const isMoving = {
  preparing: true,
  canary: true,
  running: true,
  waiting: true,
  done: false,
  stopped: false,
  undone: false,
} satisfies Record<ReplayState, boolean>;

/** What would happen. Nothing does. */
export async function planReplay(
  api: OrderApi,
  request: Omit<ReplayRequest, 'apply'>,
): Promise<ReplayPlan> {
  const body = { ...request, apply: false };
  const plan = await answered(api.http.POST('/ops/dlq/replays', { body }));
  if ('replayId' in plan) throw new Error('a dry run came back as a replay');
  return plan;
}

export async function startReplay(
  api: OrderApi,
  request: Omit<ReplayRequest, 'apply'>,
): Promise<Replay> {
  const body = { ...request, apply: true };
  const replay = await answered(api.http.POST('/ops/dlq/replays', { body }));
  if (!('replayId' in replay)) throw new Error('a replay came back as a dry run');
  return replay;
}

export type ReplayStep = 'stop' | 'resume' | 'undo';

export function stepReplay(api: OrderApi, replayId: string, step: ReplayStep): Promise<Replay> {
  const options = { params: { path: { replayId } } };
  const calls = {
    stop: () => api.http.POST('/ops/dlq/replays/{replayId}/stop', options),
    resume: () => api.http.POST('/ops/dlq/replays/{replayId}/resume', options),
    undo: () => api.http.POST('/ops/dlq/replays/{replayId}/undo', options),
  } satisfies Record<ReplayStep, unknown>;
  return answered(calls[step]());
}

type Maybe<T> = { readonly [Key in keyof T]: T[Key] | undefined };

/** Without what is not filtered by: the API knows no empty parameters. */
export function given(filter: Maybe<Omit<ReplayFilter, 'ids' | 'where'>>) {
  const { source, code, orderId, status } = filter;
  const { olderThanSeconds, newerThanSeconds, minReceiveCount } = filter;
  return {
    ...(source && { source }),
    ...(code && { code }),
    ...(orderId && { orderId }),
    ...(status && { status }),
    ...(olderThanSeconds && { olderThanSeconds }),
    ...(newerThanSeconds && { newerThanSeconds }),
    ...(minReceiveCount && { minReceiveCount }),
  };
}
