/**
 * Fails when the console needs more JavaScript than it should before a page is there: `npm run
 * budget`, after a build. Counted is what the browser loads, gzipped, for each page that somebody who
 * is signed in opens, and for the same page on a first visit, which comes back from the issuer.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod/mini';

const LIMIT_KB = 165;
const FIRST_VISIT_LIMIT_KB = 180;

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
const issuer = names.find((name) => name.endsWith('session/openClient.ts'));
const languages = names.filter((name) => /i18n\/(en|es)\.ts$/.test(name));
const opsLanguages = names.filter((name) => /i18n\/ops(En|Es)\.ts$/.test(name));
const pages = names.filter((name) => name.endsWith('Page.tsx'));
if (entry === undefined || issuer === undefined || pages.length === 0) {
  throw new Error('the manifest lacks the entry, the way to the issuer or the pages');
}
if (languages.length !== 2 || opsLanguages.length !== 2) {
  throw new Error('the manifest lacks a language');
}

/** In the language that takes more; operators read words of their own. */
async function largest(page: string, more: readonly string[]): Promise<number> {
  const sizes = languages.map((language, index) => {
    const words = page.includes('/ops/') ? opsLanguages.slice(index, index + 1) : [];
    const chunks = [entry ?? '', page, language, ...words, ...more];
    return kilobytes(chunks.reduce((found, chunk) => closure(chunk, found), new Set<string>()));
  });
  return Math.max(...(await Promise.all(sizes)));
}

let isOver = false;
console.log(`  kB gzipped, at most ${LIMIT_KB}; on a first visit, at most ${FIRST_VISIT_LIMIT_KB}`);
for (const page of pages) {
  const size = await largest(page, []);
  const first = await largest(page, [issuer]);
  isOver ||= size > LIMIT_KB || first > FIRST_VISIT_LIMIT_KB;
  const figures = [size, first].map((figure) => figure.toFixed(1).padStart(7)).join('');
  console.log(`${figures}  ${page}`);
}
if (isOver) {
  console.error('More JavaScript than the limit before a page is there.');
  process.exitCode = 1;
}
