/**
 * Fails when the console needs more JavaScript than it should before a page is there: `npm run
 * budget`, after a build. Counted is what the browser loads for each page on a first visit, gzipped.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod/mini';

const LIMIT_KB = 180;

const dist = join(import.meta.dirname, '../dist');
const manifestSchema = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.optional(z.boolean()),
    imports: z.optional(z.array(z.string())),
  }),
);
const manifest = manifestSchema.parse(
  JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8')),
);

/** The chunk and all that it imports. */
function closure(name: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (chunk === undefined || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) closure(imported, found);
  return found;
}

async function kilobytes(files: Iterable<string>): Promise<number> {
  let bytes = 0;
  for (const file of files) bytes += gzipSync(await readFile(join(dist, file))).length;
  return bytes / 1_000;
}

const names = Object.keys(manifest);
const entry = names.find((name) => manifest[name]?.isEntry);
const languages = names.filter((name) => /i18n\/(en|es)\.ts$/.test(name));
const opsLanguages = names.filter((name) => /i18n\/ops(En|Es)\.ts$/.test(name));
const pages = names.filter((name) => name.endsWith('Page.tsx'));
if (entry === undefined || languages.length !== 2 || opsLanguages.length !== 2 || pages.length === 0) {
  throw new Error('the manifest lacks the entry, a language or the pages');
}

let isOver = false;
for (const page of pages) {
  // In the language that takes more.
  const sizes = languages.map((language, index) => {
    const files = closure(language, closure(page, closure(entry)));
    // Operators read words of their own.
    const words = page.includes('/ops/') ? opsLanguages[index] : undefined;
    return kilobytes(words === undefined ? files : closure(words, files));
  });
  const size = Math.max(...(await Promise.all(sizes)));
  isOver ||= size > LIMIT_KB;
  console.log(`${size.toFixed(1).padStart(7)} kB of ${LIMIT_KB} kB  ${page}`);
}
if (isOver) {
  console.error(`More than ${LIMIT_KB} kB of JavaScript before a page is there.`);
  process.exitCode = 1;
}
