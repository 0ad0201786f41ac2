/** Where an import is kept, so that a reload does not lose it: IndexedDB, one for each person. */
import type { ImportJob, ImportRow, RowOutcome } from './job.ts';

const NAME = 'order-import';
const JOBS = 'jobs';
const ROWS = 'rows';

export async function loadJob(subject: string): Promise<ImportJob | undefined> {
  const database = await open();
  const transaction = database.transaction([JOBS, ROWS]);
  const fileName: unknown = await done(transaction.objectStore(JOBS).get(subject));
  const rows: ImportRow[] = await done(transaction.objectStore(ROWS).getAll(rowsOf(subject)));
  database.close();
  return typeof fileName === 'string' ? { fileName, rows } : undefined;
}

/** In the place of the one before. */
export async function saveJob(subject: string, job: ImportJob): Promise<void> {
  await write((jobs, rows) => {
    rows.delete(rowsOf(subject));
    jobs.put(job.fileName, subject);
    for (const [index, row] of job.rows.entries()) rows.put(row, [subject, index]);
  });
}

export async function saveOutcome(
  subject: string,
  index: number,
  row: ImportRow,
  outcome: RowOutcome,
): Promise<void> {
  await write((_, rows) => rows.put({ ...row, outcome }, [subject, index]));
}

export async function forgetJob(subject: string): Promise<void> {
  await write((jobs, rows) => {
    jobs.delete(subject);
    rows.delete(rowsOf(subject));
  });
}

function rowsOf(subject: string): IDBKeyRange {
  return IDBKeyRange.bound([subject, 0], [subject, Number.MAX_SAFE_INTEGER]);
}

async function write(change: (jobs: IDBObjectStore, rows: IDBObjectStore) => void): Promise<void> {
  const database = await open();
  const transaction = database.transaction([JOBS, ROWS], 'readwrite');
  change(transaction.objectStore(JOBS), transaction.objectStore(ROWS));
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(JOBS);
    request.result.createObjectStore(ROWS);
  };
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
