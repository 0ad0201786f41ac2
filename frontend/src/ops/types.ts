/** Short names for what the API's description calls its types of dead letters. */
import type { components } from '../api/schema.d.ts';

type Schemas = components['schemas'];

export type Source = Schemas['Source'];
export type DeadLetterOverview = Schemas['DeadLetterOverview'];
export type DeadLetterGroup = Schemas['Group'];
export type DeadLetter = Schemas['ListedLetter'];
export type DeadLetters = Schemas['DeadLetterList'];
export type DeadLetterDetail = Schemas['DeadLetterDetail'];
export type Verdict = Schemas['Verdict'];
export type VerdictKind = Schemas['VerdictKind'];
export type Judged = Schemas['Judged'];
export type ReplayAction = Schemas['Action'];
export type ReplayFilter = Schemas['Filter'];
export type ReplayRequest = Schemas['ReplayRequest'];
export type ReplayPlan = Schemas['ReplayPlan'];
export type Replay = Schemas['Replay'];
export type Runner = Schemas['Runner'];
export type ReplayState = Schemas['State'];
export type StoppedBecause = NonNullable<Replay['stoppedBecause']>;
