/**
 * Synthesises every environment, and lets cfn-lint and checkov look at each template.
 *
 *     pip install -r requirements.txt
 *     npm run lint:templates
 *
 * CFN_LINT and CHECKOV name the programs where they are not on the path. The functions are stubs, so
 * nothing has to be compiled. What stays in spite of them is in lib/lint/accepted-findings.ts.
 */
import { App } from 'aws-cdk-lib/core';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { ACCEPTED } from '../lib/lint/accepted-findings.ts';
import { judge } from '../lib/lint/judge.ts';
import { SCANNERS } from '../lib/lint/scanners.ts';
import { EXAMPLES } from '../test/examples.ts';
import { orderSystem } from '../test/synthesized.ts';

const folder = mkdtempSync(join(tmpdir(), 'templates-'));
try {
  const templates = EXAMPLES.flatMap(({ name, what, changes }) => {
    const outdir = join(folder, `${name} ${what}`);
    const app = new App({
      outdir,
      context: FEATURE_FLAGS,
      // The tests have it done.
      builtinCloudFormationValidation: false,
    });
    orderSystem(app, name, changes);
    app.synth();
    return readdirSync(outdir)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => ({ file: join(outdir, file), environment: name, what }));
  });

  const files = templates.map(({ file }) => file);
  const findings = Object.entries(SCANNERS).flatMap(([scanner, scan]) =>
    scan(files).map(({ file, ...finding }) => {
      const template = templates.find((known) => known.file === file);
      if (template === undefined) {
        throw new Error(`${scanner} found something in \`${file}\`, which it was not given`);
      }
      return { ...finding, ...template, scanner };
    }),
  );
  const { open, needless } = judge(findings, ACCEPTED);

  let [passed, failed] = [0, needless.length];
  for (const scanner of Object.keys(SCANNERS)) {
    for (const { file, what } of templates) {
      const faults = open.filter((finding) => finding.scanner === scanner && finding.file === file);
      passed += faults.length === 0 ? 1 : 0;
      failed += faults.length === 0 ? 0 : 1;
      for (const { rule, on, message } of faults) {
        const name = basename(file, '.template.json');
        console.log(`${scanner}  ${name} ${what}  ${rule} ${on}: ${message}`);
      }
    }
  }
  for (const { rule, on } of needless) {
    console.log(`${rule} is accepted on ${on.join(', ')}, and not found on each of them any more`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
