/** The import of whoever is signed in: taken up where it stopped, and kept as it goes. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useOrderApi } from '../api/client.ts';
import { ordersKey } from '../api/orders.ts';
import { useSession } from '../session/session.ts';
import { count, createJob, type ImportJob, type RowOutcome } from './job.ts';
import { forgetJob, loadJob, saveJob, saveOutcome } from './jobStore.ts';
import type { ParsedRow } from './parseOrders.ts';
import { runImport } from './runImport.ts';

/** How often outcomes are shown at most: a thousand orders are not a thousand drawings. */
const SHOW_EVERY_MS = 100;

export type ImportPhase = 'loading' | 'idle' | 'running';

export function useImport() {
  const { subject } = useSession().claims;
  const api = useOrderApi();
  const queries = useQueryClient();
  const [job, setJob] = useState<ImportJob>();
  const [phase, setPhase] = useState<ImportPhase>('loading');
  const [isResumed, setIsResumed] = useState(false);
  const [isSlow, setIsSlow] = useState(false);
  const [canKeep, setCanKeep] = useState(true);
  const running = useRef<AbortController>(undefined);

  /** A browser that keeps nothing can import all the same. */
  const keep = useCallback((saving: Promise<void>) => saving.catch(() => setCanKeep(false)), []);

  useEffect(() => {
    let current = true;
    loadJob(subject)
      .catch(() => {
        setCanKeep(false);
        return undefined;
      })
      .then((found) => {
        if (!current) return;
        setJob(found);
        setIsResumed(found !== undefined && count(found).waiting > 0);
        setPhase('idle');
      });
    return () => {
      current = false;
      running.current?.abort();
    };
  }, [subject]);

  async function choose(fileName: string, orders: readonly ParsedRow[]) {
    const chosen = await createJob(fileName, orders);
    await keep(saveJob(subject, chosen));
    setJob(chosen);
    setIsResumed(false);
  }

  async function start(from: ImportJob | undefined = job) {
    if (from === undefined || phase === 'running') return;
    const stop = new AbortController();
    running.current = stop;
    setPhase('running');
    setIsResumed(false);
    const rows = [...from.rows];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      setJob({ ...from, rows: [...rows] });
    };
    const onOutcome = (index: number, outcome: RowOutcome) => {
      const row = rows[index];
      if (row === undefined) return;
      rows[index] = { ...row, outcome };
      keep(saveOutcome(subject, index, row, outcome));
      timer ??= setTimeout(show, SHOW_EVERY_MS);
    };
    await runImport({ api, rows: from.rows, signal: stop.signal, onOutcome, onSlow: setIsSlow });
    clearTimeout(timer);
    show();
    setIsSlow(false);
    setPhase('idle');
    await queries.invalidateQueries({ queryKey: ordersKey });
  }

  /** What was refused may be fine by now, if it was refused for something else than itself. */
  async function retryRefused() {
    if (job === undefined) return;
    const waiting: RowOutcome = { kind: 'waiting' };
    const rows = job.rows.map((row) =>
      row.outcome.kind === 'refused' ? { ...row, outcome: waiting } : row,
    );
    const again = { ...job, rows };
    setJob(again);
    await start(again);
  }

  async function forget() {
    running.current?.abort();
    setJob(undefined);
    await keep(forgetJob(subject));
  }

  return {
    job,
    phase,
    isResumed,
    isSlow,
    canKeep,
    choose,
    start: () => start(),
    pause: () => running.current?.abort(),
    retryRefused,
    forget,
  };
}
