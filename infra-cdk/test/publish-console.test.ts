import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { synthesize } from './synthesized.ts';

const OUTPUTS = {
  'orders-prod-service': {
    ApiUrl: 'https://api.example.com/v1',
    TokenIssuer: 'https://login.example.com',
    ConsoleClientId: 'console',
  },
  'orders-prod-frontend': { ConsoleBucketName: 'files', ConsoleDistributionId: 'E1' },
};

test('what names others is published last, and CloudFront forgets it', () => {
  const { folder, commands } = publish(OUTPUTS);
  expect(commands).toEqual([
    `s3 sync ${folder} s3://files --exclude config.json --exclude index.html --cache-control public, max-age=31536000, immutable`,
    `s3 cp ${folder}/config.json s3://files/config.json --cache-control no-cache`,
    `s3 cp ${folder}/index.html s3://files/index.html --cache-control no-cache`,
    'cloudfront create-invalidation --distribution-id E1 --paths /config.json /index.html',
  ]);
});

test.each([
  ['an issuer of its own', {}, 'openid orders:read orders:write orders:admin ops:replay'],
  ['Cognito', { UserPoolId: 'pool' }, 'openid order-api/orders:read order-api/orders:write'],
])('the console is told where everything is, with %s', (_what, more, scope) => {
  const service = { ...OUTPUTS['orders-prod-service'], ...more };
  const { folder } = publish({ ...OUTPUTS, 'orders-prod-service': service });
  expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toEqual({
    apiUrl: 'https://api.example.com/v1',
    issuer: 'https://login.example.com',
    clientId: 'console',
    scope,
    local: false,
  });
});

test('nothing is published of a deployment that does not say where', () => {
  const { ConsoleBucketName, ...rest } = OUTPUTS['orders-prod-frontend'];
  const { status, stderr, commands } = publish({ ...OUTPUTS, 'orders-prod-frontend': rest });
  expect(status).not.toBe(0);
  expect(stderr).toContain('expected an output `ConsoleBucketName` of the deployment, found none');
  expect(commands).toEqual([]);
});

test('nothing more is published once something failed', () => {
  const { status, commands } = publish(OUTPUTS, 1);
  expect(status).not.toBe(0);
  expect(commands).toHaveLength(1);
});

test('the deployment says what is asked of it', () => {
  const { service, frontend } = synthesize('prod');
  for (const [template, stack] of [
    [service, 'orders-prod-service'],
    [frontend, 'orders-prod-frontend'],
  ] as const) {
    expect(Object.keys(template.findOutputs('*'))).toEqual(
      expect.arrayContaining(Object.keys(OUTPUTS[stack])),
    );
  }
});

/** Runs it with a program `aws` that writes down what it was told. */
function publish(outputs: object, status = 0) {
  const place = mkdtempSync(join(tmpdir(), 'console-'));
  const log = join(place, 'log');
  const file = join(place, 'outputs.json');
  writeFileSync(join(place, 'aws'), `#!/bin/sh\necho "$*" >> ${log}\nexit ${status}\n`, { mode: 0o755 });
  writeFileSync(file, JSON.stringify(outputs));
  writeFileSync(log, '');
  const program = resolve(import.meta.dirname, '../bin/publish-console.ts');
  const ended = spawnSync(process.execPath, ['--import', 'tsx/esm', program, place, file], {
    cwd: resolve(import.meta.dirname, '..'),
    encoding: 'utf8',
    env: { PATH: `${place}${delimiter}${process.env['PATH']}` },
  });
  const commands = readFileSync(log, 'utf8').split('\n').filter(Boolean);
  return { folder: place, commands, status: ended.status, stderr: ended.stderr };
}
