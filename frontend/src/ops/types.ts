/** What the API says about dead letters, in the form that its description is brought into. */
import type { Fault, OrderStatus, Problem } from '../api/types.ts';
import type { JsonObject } from '../json/json.ts';

export type Source = 'status-changes' | 'stream-failures' | 'subscription';

export interface DeadLetterOverview {
  readonly sources: { source: Source; name: string; approximateCount: number }[];
  /** Where work waits, before anything is a dead letter. */
  readonly queues: { name: string; waiting: number; inFlight: number }[];
  readonly groups: DeadLetterGroup[];
  readonly scanned: number;
  /** Whether `scanned` is all there is. */
  readonly complete: boolean;
}

export interface DeadLetterGroup {
  readonly source: Source;
  readonly code: string;
  readonly reason: string;
  readonly count: number;
  readonly oldest: string;
  readonly newest: string;
  /** The id of one of its messages. */
  readonly sample: string;
}

export interface DeadLetter {
  readonly id: string;
  readonly source: Source;
  readonly queue: string;
  readonly code: string;
  readonly reason: string;
  readonly parkedBy?: string | null;
  readonly orderId?: string | null;
  readonly version?: number | null;
  readonly status?: OrderStatus | null;
  readonly eventId?: string | null;
  readonly sentAt: string;
  readonly receiveCount: number;
}

export interface DeadLetters {
  readonly messages: DeadLetter[];
  readonly scanned: number;
  readonly complete: boolean;
}

export type VerdictKind =
  | 'replayable'
  | 'already-done'
  | 'superseded'
  | 'invalid'
  | 'unknown-order';

export interface Verdict {
  readonly kind: VerdictKind;
  readonly detail: string;
  readonly supersededBy?: number | null;
  readonly errors: Fault[];
}

export type DeadLetterDetail = DeadLetter & {
  readonly payload: string;
  readonly attributes: Record<string, string>;
  readonly order?: { version: number; status: OrderStatus } | null;
  readonly processedVersions: number[];
  readonly verdict: Verdict;
};

export type ReplayAction = 'replay' | 'discard';

export interface ReplayFilter {
  ids?: string[] | null;
  source?: Source | null;
  code?: string | null;
  orderId?: string | null;
  status?: OrderStatus | null;
  olderThanSeconds?: number | null;
  newerThanSeconds?: number | null;
  minReceiveCount?: number | null;
  where?: { pointer: string; value: string }[] | null;
}

export interface ReplayRequest {
  action: ReplayAction;
  filter: ReplayFilter;
  limit?: number | null;
  rate?: number | null;
  canary?: number | null;
  breakerPercent?: number | null;
  patch?: JsonObject | null;
  force?: boolean;
  reason: string;
  apply: boolean;
}

export interface ReplayPlan {
  readonly matched: number;
  readonly selected: number;
  readonly refused: { verdict: VerdictKind; count: number; sample: string }[];
  readonly previews: { id: string; before: string; after: string; errors: Fault[] }[];
  readonly scanned: number;
  readonly complete: boolean;
}

export type ReplayState =
  | 'preparing'
  | 'canary'
  | 'running'
  | 'waiting'
  | 'done'
  | 'stopped'
  | 'undone';

export type StoppedBecause = 'breaker' | 'canary' | 'operator' | 'failure';

export interface Replay {
  readonly replayId: string;
  readonly action: ReplayAction;
  readonly state: ReplayState;
  readonly stoppedBecause?: StoppedBecause | null;
  readonly reason: string;
  readonly by: string;
  readonly filter: ReplayFilter;
  readonly rate: number;
  readonly canary?: number | null;
  readonly breakerPercent: number;
  readonly force: boolean;
  readonly patch?: JsonObject | null;
  readonly startedAt: string;
  readonly finishedAt?: string | null;
  readonly counts: {
    selected: number;
    waiting: number;
    sent: number;
    processed: number;
    returned: number;
    discarded: number;
  };
  readonly returned: { code: string; count: number; sample: string }[];
}

interface MessagesQuery {
  source?: Source;
  code?: string;
  orderId?: string;
  status?: OrderStatus;
  olderThanSeconds?: number;
  newerThanSeconds?: number;
  minReceiveCount?: number;
  /** `/json/pointer=value` */
  where?: string[];
  limit?: number;
}

interface Answer<Body> {
  headers: { [name: string]: unknown };
  content: { 'application/json': Body };
}

interface Refusal {
  headers: { [name: string]: unknown };
  content: { 'application/problem+json': Problem };
}

interface Operation<Parameters, Answers> {
  parameters: Parameters & { header?: never; cookie?: never };
  requestBody?: never;
  responses: Answers & { 400: Refusal; 403: Refusal; 404: Refusal; 409: Refusal; 422: Refusal };
}

type Plain = { query?: never; path?: never };
type Get<Body, Parameters = Plain> = Operation<Parameters, { 200: Answer<Body> }>;

type Post<Body, Answers> = Omit<Operation<Plain, Answers>, 'requestBody'> & {
  requestBody: { content: { 'application/json': Body } };
};

type OfReplay = { query?: never; path: { replayId: string } };
type Step = { post: Operation<OfReplay, { 202: Answer<Replay> }> };

export interface OpsPaths {
  '/ops/dlq': { get: Get<DeadLetterOverview> };
  '/ops/dlq/messages': { get: Get<DeadLetters, { query?: MessagesQuery; path?: never }> };
  '/ops/dlq/messages/{messageId}': {
    get: Get<DeadLetterDetail, { query?: never; path: { messageId: string } }>;
  };
  '/ops/dlq/replays': {
    get: Get<{ replays: Replay[] }>;
    post: Post<ReplayRequest, { 200: Answer<ReplayPlan>; 202: Answer<Replay> }>;
  };
  '/ops/dlq/replays/{replayId}': { get: Get<Replay, OfReplay> };
  '/ops/dlq/replays/{replayId}/stop': Step;
  '/ops/dlq/replays/{replayId}/resume': Step;
  '/ops/dlq/replays/{replayId}/undo': Step;
}
