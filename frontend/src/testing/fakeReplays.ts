/** Replays in memory: each look at one is a moment in which it gets on. */
import { isMoving } from '../api/deadLetters.ts';
import type { Replay, ReplayPlan, ReplayRequest, VerdictKind } from '../ops/types.ts';
import { type FakeDeadLetters, patched, schemaFaults, type StoredLetter } from './fakeDeadLetters.ts';

const PREVIEWS = 3;
const PARTS = 4;

interface Running {
  replay: Replay;
  waiting: StoredLetter[];
  sent: StoredLetter[];
  readonly archived: StoredLetter[];
  /** Outcomes before it was resumed: a breaker that tripped starts to count anew. */
  before: { processed: number; returned: number };
}

interface Planned {
  readonly plan: ReplayPlan;
  readonly selected: StoredLetter[];
  readonly isPartial: boolean;
}

export class FakeReplays {
  readonly all: Running[] = [];
  /** Error codes whose cause is not mended: what is sent comes back. */
  readonly stillBroken = new Set<string>();
  readonly #letters: FakeDeadLetters;

  constructor(letters: FakeDeadLetters) {
    this.#letters = letters;
  }

  plan(request: ReplayRequest): Planned {
    const matching = this.#letters.lookedAt(request.filter ?? {});
    const refused = new Map<VerdictKind, StoredLetter[]>();
    const selected: StoredLetter[] = [];
    let matched = 0;
    for (const { letter, payload } of matching) {
      const after = { letter, payload: patched(payload, request.patch) };
      const { kind } = this.#letters.verdict(after);
      if (request.verdict && request.verdict !== kind) continue;
      matched += 1;
      const isStale = kind === 'superseded' || kind === 'unknown-order';
      if (request.action === 'discard' || kind === 'replayable' || (isStale && request.force)) {
        selected.push({ letter, payload });
      } else refused.set(kind, [...(refused.get(kind) ?? []), { letter, payload }]);
    }
    const chosen = selected.slice(0, request.limit ?? selected.length);
    const previews = matching.slice(0, PREVIEWS).map(({ letter, payload: before }) => {
      const after = patched(before, request.patch);
      return { id: letter.id, before, after, errors: schemaFaults(after) };
    });
    const verdicts = new Map<VerdictKind, number>();
    // Whoever only takes messages away needs no look at their orders.
    const isJudged = request.action === 'replay' || request.verdict != null;
    for (const { letter, payload } of isJudged ? chosen : []) {
      const { kind } = this.#letters.verdict({ letter, payload: patched(payload, request.patch) });
      verdicts.set(kind, (verdicts.get(kind) ?? 0) + 1);
    }
    const ids = request.filter?.ids?.length ?? 0;
    const isSatisfied =
      (request.limit != null && chosen.length >= request.limit) || (ids > 0 && matched >= ids);
    const plan = {
      matched,
      selected: chosen.length,
      verdicts: [...verdicts].map(([verdict, count]) => ({ verdict, count })),
      refused: [...refused].map(([verdict, letters]) => ({
        verdict,
        count: letters.length,
        sample: letters[0]?.letter.id ?? '',
      })),
      previews: request.patch ? previews : [],
      scanned: Math.min(this.#letters.look, this.#letters.stored.size),
      complete: this.#letters.stored.size <= this.#letters.look && !isSatisfied,
    };
    return { plan, selected: chosen, isPartial: !plan.complete && !isSatisfied };
  }

  start(request: ReplayRequest, by: string): Replay {
    const { plan, selected, isPartial } = this.plan(request);
    const replay: Replay = {
      replayId: `r-${String(this.all.length + 1).padStart(6, '0')}`,
      action: request.action,
      state: 'preparing',
      reason: request.reason,
      by,
      filter: request.filter ?? {},
      verdict: request.verdict ?? null,
      rate: request.rate ?? 50,
      canary: request.canary ?? null,
      breakerPercent: request.breakerPercent ?? 20,
      force: request.force ?? false,
      patch: request.patch ?? null,
      startedAt: new Date().toISOString(),
      counts: { selected: selected.length, waiting: selected.length, sent: 0, processed: 0, returned: 0, discarded: 0, missing: 0, undone: 0 },
      verdicts: plan.verdicts,
      isPartial,
      returned: [],
    };
    const before = { processed: 0, returned: 0 };
    const running = { replay, waiting: selected, sent: [], archived: [], before };
    this.all.unshift(running);
    return replay;
  }

  find(replayId: string): Running | undefined {
    return this.all.find(({ replay }) => replay.replayId === replayId);
  }

  look(running: Running): Replay {
    const { state, canary } = running.replay;
    if (state === 'preparing') this.#become(running, canary ? { state: 'canary' } : { state: 'running' });
    else if (state === 'canary') this.#canary(running, canary ?? 1);
    else if (state === 'running') this.#part(running);
    else if (state === 'waiting') {
      this.#settle(running);
      this.#judge(running, { state: 'done', finishedAt: new Date().toISOString() });
    }
    return running.replay;
  }

  stop(running: Running): void {
    this.#become(running, { state: 'stopped', stoppedBecause: 'operator' });
  }

  resume(running: Running): void {
    const { processed, returned } = running.replay.counts;
    running.before = { processed, returned };
    this.#become(running, { state: 'running', stoppedBecause: null });
  }

  undo(running: Running): void {
    for (const stored of [...running.archived, ...running.sent]) {
      this.#letters.put(stored.letter, stored.payload);
    }
    const finishedAt = new Date().toISOString();
    this.#become(running, { state: 'undone', finishedAt });
  }

  #canary(running: Running, size: number): void {
    if (running.sent.length === 0) return this.#send(running, size);
    this.#settle(running);
    const cameBack = running.replay.counts.returned > 0;
    this.#become(running, cameBack ? { state: 'stopped', stoppedBecause: 'canary' } : { state: 'running' });
  }

  #part(running: Running): void {
    this.#settle(running);
    this.#send(running, Math.ceil(running.replay.counts.selected / PARTS));
    const { waiting, counts: { selected } } = { waiting: running.waiting.length, counts: running.replay.counts };
    const isDiscarded = running.replay.action === 'discard' && waiting === 0;
    const finishedAt = new Date().toISOString();
    if (isDiscarded || selected === 0) this.#become(running, { state: 'done', finishedAt });
    else this.#judge(running, waiting === 0 ? { state: 'waiting' } : {});
  }

  #send(running: Running, count: number): void {
    const part = running.waiting.slice(0, count);
    running.waiting = running.waiting.slice(count);
    for (const { letter } of part) this.#letters.stored.delete(letter.id);
    const isReplay = running.replay.action === 'replay';
    if (isReplay) running.sent = part;
    else running.archived.push(...part);
    const { counts } = running.replay;
    const discarded = counts.discarded + (isReplay ? 0 : part.length);
    const sent = running.sent.length;
    this.#become(running, { counts: { ...counts, waiting: running.waiting.length, sent, discarded } });
  }

  /** What was sent went through, or came back. */
  #settle(running: Running): void {
    const returned = new Map(running.replay.returned.map((row) => [row.code, row]));
    const { counts } = running.replay;
    let [processed, back] = [counts.processed, counts.returned];
    for (const { letter, payload } of running.sent) {
      if (!this.stillBroken.has(letter.code)) {
        this.#letters.processed.add(letter.eventId ?? '');
        processed += 1;
        continue;
      }
      back += 1;
      this.#letters.put({ ...letter, receiveCount: 1, sentAt: new Date().toISOString() }, payload);
      const row = returned.get(letter.code) ?? { code: letter.code, count: 0, sample: letter.id };
      returned.set(letter.code, { ...row, count: row.count + 1 });
    }
    running.sent = [];
    this.#become(running, {
      counts: { ...counts, sent: 0, processed, returned: back },
      returned: [...returned.values()],
    });
  }

  #judge(running: Running, otherwise: Partial<Replay>): void {
    const { counts, breakerPercent } = running.replay;
    const returned = counts.returned - running.before.returned;
    const outcomes = counts.processed - running.before.processed + returned;
    const isTripped = outcomes > 0 && (100 * returned) / outcomes > breakerPercent;
    this.#become(running, isTripped ? { state: 'stopped', stoppedBecause: 'breaker' } : otherwise);
  }

  #become(running: Running, change: Partial<Replay>): void {
    const replay = { ...running.replay, ...change };
    const runner = { name: `job ${replay.replayId}`, seenAt: new Date().toISOString() };
    running.replay = { ...replay, runner: isMoving[replay.state] ? runner : null };
  }
}
