/** What the runbook tells people to type for AWS reaches the program as it is meant. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const RUNBOOK = readFileSync(new URL('../RUNBOOK.md', import.meta.url), 'utf8');
const PLACEHOLDER = /<[a-z][^<>]*>/gi;
const commands = [...new Set([...RUNBOOK.matchAll(/`(aws .+?)`/g)].map(([, command]) => command!))];

/** The words that a shell makes of a command, with `x` for what is to be filled in. */
function wordsOf(command: string): string[] {
  const typed = command.replace(PLACEHOLDER, 'x');
  const words = execFileSync('bash', ['-c', `printf '%s\\0' ${typed}`], { encoding: 'utf8' });
  return words.split('\0').slice(0, -1);
}

function valueOf(option: string, words: string[]): string | undefined {
  const place = words.indexOf(option);
  return place < 0 ? undefined : words[place + 1];
}

describe.each(commands)('%s', (command) => {
  const words = wordsOf(command);

  test('is made of words that a shell leaves alone', () => {
    expect(words.slice(0, 3).join(' ')).toMatch(/^aws [a-z0-9]+ [a-z-]+$/);
    for (const option of words.filter((word) => word.startsWith('-'))) {
      expect(option).toMatch(/^--[a-z-]+$/);
    }
  });

  test('says where to find what is to be filled in', () => {
    const [, rest = ''] = RUNBOOK.split('| | where to find it |');
    const [table = ''] = rest.split('\n\n');
    for (const [placeholder] of command.matchAll(PLACEHOLDER)) {
      expect(table).toContain(placeholder);
    }
  });

  test('has a payload that is JSON, and a pattern of JSON or of terms', () => {
    const payload = valueOf('--payload', words);
    if (payload !== undefined) JSON.parse(payload);
    const pattern = valueOf('--filter-pattern', words);
    if (pattern !== undefined) expect(pattern).toMatch(/^(\{ \$\..+ \}|"[^"]+"( "[^"]+")*)$/);
  });
});
