/** Documents for the fake API, made by the program that makes them on AWS too. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** `program` is the example `render` of pdf-worker. */
export function drawWith(program: string) {
  return async (_: string, event: string): Promise<Uint8Array<ArrayBuffer>> => {
    const folder = await mkdtemp(join(tmpdir(), 'documents-'));
    try {
      const [from, to] = [join(folder, 'event.json'), join(folder, 'document.pdf')];
      await writeFile(from, event);
      await run(program, [from, to]);
      return new Uint8Array(await readFile(to));
    } finally {
      await rm(folder, { recursive: true });
    }
  };
}
