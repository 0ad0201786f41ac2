/** Runs cfn-lint and checkov on templates, and reads what they say. */
import { spawnSync } from 'node:child_process';

/** A finding before anybody knows which environment the file belongs to. */
export interface FileFinding {
  readonly file: string;
  readonly rule: string;
  readonly on: string;
  readonly message: string;
}

/** By the name that people know them by: what each finds in these files. */
export const SCANNERS: Readonly<
  Record<string, (files: readonly string[]) => readonly FileFinding[]>
> = { 'cfn-lint': cfnLint, checkov };

function cfnLint(files: readonly string[]): FileFinding[] {
  const program = process.env['CFN_LINT'] ?? 'cfn-lint';
  const findings: any[] = parsed(program, ['--format', 'json', '--template', ...files]);
  return findings.map(({ Filename, Rule, Location, Message }) => ({
    file: Filename,
    rule: Rule.Id,
    on: String(Location.Path?.[1] ?? ''),
    message: Message,
  }));
}

function checkov(files: readonly string[]): FileFinding[] {
  const program = process.env['CHECKOV'] ?? 'checkov';
  const { results, summary } = parsed(program, [
    ...['--framework', 'cloudformation', '--output', 'json', '--quiet', '--compact'],
    // What it would look up are links for people, from a service.
    '--skip-download',
    ...files.flatMap((file) => ['--file', file]),
  ]);
  // A file that it cannot read has no findings, which looks like a clean one.
  if (summary.parsing_errors !== 0 || !(summary.resource_count > 0)) {
    throw new Error(`\`${program}\` could not read the templates: ${JSON.stringify(summary)}`);
  }
  return results.failed_checks.map(({ file_abs_path, check_id, check_name, resource }: any) => ({
    file: file_abs_path,
    rule: check_id,
    on: resource.split('.').at(-1),
    message: check_name,
  }));
}

/** Both end with an exit code that is not zero when they find something, so what counts is the report. */
function parsed(program: string, args: readonly string[]): any {
  const { stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) {
    throw new Error(
      `failed to run \`${program}\`: install requirements.txt with pip, or name the programs in ` +
        'CFN_LINT and CHECKOV',
      { cause: error },
    );
  }
  try {
    return JSON.parse(stdout);
  } catch (cause) {
    throw new Error(`\`${program}\` printed no report: ${stdout}${stderr}`, { cause });
  }
}
