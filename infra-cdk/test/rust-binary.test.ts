import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rustBinaryDirectory } from '../lib/rust-binary.ts';
import { AARCH64, functionsDirectory, stubFunctions, X86_64 } from './synthesized.ts';

test.each([
  ['x86-64', X86_64, Architecture.X86_64],
  ['arm64', AARCH64, Architecture.ARM_64],
])('an executable for %s is accepted there', (_name, machine, architecture) => {
  const directory = stubFunctions(machine);
  expect(check(directory, architecture)).toBe(join(directory, 'order-api'));
});

test('a missing executable says how to build it', () => {
  const directory = functionsDirectory({});
  expect(() => check(directory, Architecture.ARM_64)).toThrow(
    `\`order-api\` is not ready to deploy: expected an executable for arm64 at ` +
      `\`${directory}/order-api/bootstrap\`, found nothing; run \`cargo build-it\``,
  );
});

test('an executable for another processor is refused', () => {
  const onX86 = stubFunctions(X86_64);
  expect(() => check(onX86, Architecture.ARM_64)).toThrow('expected an executable for arm64');
  expect(() => check(onX86, Architecture.ARM_64)).toThrow('found x86_64; run `cargo build-it`');

  const onRiscV = stubFunctions(0xf3);
  expect(() => check(onRiscV, Architecture.ARM_64)).toThrow(
    'found an executable for ELF machine 243',
  );
});

test.each([
  ['a script', '#!/bin/sh\nexec ./order-api "$@"\n'],
  ['an empty file', ''],
  ['a 32-bit executable', Buffer.from('7f454c46010101000000000000000000020028000000', 'hex')],
])('%s is refused', (_name, content) => {
  const directory = functionsDirectory({ 'order-api/bootstrap': content });
  expect(() => check(directory, Architecture.ARM_64)).toThrow(
    'found a file that is no 64-bit ELF executable',
  );
});

function check(directory: string, architecture: Architecture): string {
  return rustBinaryDirectory({
    functionsDirectory: directory,
    functionName: 'order-api',
    architecture,
    buildCommand: 'cargo build-it',
  });
}
