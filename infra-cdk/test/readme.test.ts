/** The page about this folder names each file, and none that is not there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);

test('each file and folder of lib/ is in the table, once', () => {
  const [, table = ''] = README.split('## Files');
  const named = [...(table.split('## Commands')[0] ?? '').matchAll(/\(lib\/([^)/]+)\/?\)/g)].map(
    ([, name]) => name,
  );
  expect(named.sort()).toEqual(readdirSync(new URL('../lib/', import.meta.url)).sort());
});

test('each link into the repository leads somewhere', () => {
  for (const [, path = ''] of README.matchAll(/\]\((?!https:)([^)#]+)\)/g)) {
    expect(existsSync(new URL(`../${path}`, import.meta.url)), path).toBe(true);
  }
});

test('each script is explained, and each that is explained exists', () => {
  const explained = [...README.matchAll(/^npm (?:run )?([a-z:-]+)/gm)].map(([, name]) => name);
  expect(explained.sort()).toEqual(Object.keys(scripts).sort());
});
