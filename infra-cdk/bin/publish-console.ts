/**
 * Puts a built console where CloudFront reads it, and tells it where everything is.
 *
 *     npm run publish-console -- ../frontend/dist outputs.json
 *
 * The second is what `cdk deploy --outputs-file` wrote. It needs the AWS CLI.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { consoleSettings, outputNamed } from '../lib/console-settings.ts';

const [folder, outputsFile] = process.argv.slice(2);
if (folder === undefined || outputsFile === undefined) {
  throw new Error('expected the folder of the console and the file of outputs');
}
const outputs = JSON.parse(readFileSync(outputsFile, 'utf8'));
const bucket = `s3://${outputNamed('ConsoleBucketName', outputs)}`;
writeFileSync(join(folder, 'config.json'), JSON.stringify(consoleSettings(outputs)));

// Files first, whose names change with their content, and then those that name them.
const NAMING = ['config.json', 'index.html'];
aws('s3', 'sync', folder, bucket, ...NAMING.flatMap((name) => ['--exclude', name]), ...keptFor('a year'));
for (const name of NAMING) {
  aws('s3', 'cp', join(folder, name), `${bucket}/${name}`, ...keptFor('no time'));
}
aws(
  ...['cloudfront', 'create-invalidation'],
  ...['--distribution-id', outputNamed('ConsoleDistributionId', outputs)],
  ...['--paths', ...NAMING.map((name) => `/${name}`)],
);

function keptFor(time: 'a year' | 'no time'): string[] {
  return ['--cache-control', time === 'a year' ? 'public, max-age=31536000, immutable' : 'no-cache'];
}

function aws(...words: readonly string[]): void {
  execFileSync('aws', words, { stdio: 'inherit' });
}
