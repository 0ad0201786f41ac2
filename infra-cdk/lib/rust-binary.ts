/**
 * Refuses to deploy a binary that Lambda could not start.
 *
 * A missing binary or one for another processor would deploy well and fail at its first call, so
 * synthesis looks at the header of each file.
 */
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

export interface RustBinaryProps {
  /** Holds one directory per function. */
  readonly functionsDirectory: string;
  readonly functionName: string;
  readonly architecture: Architecture;
  /** Named by the errors as the way out. */
  readonly buildCommand: string;
}

/** Returns the directory of a function's package, once its `bootstrap` is known to fit. */
export function rustBinaryDirectory(props: RustBinaryProps): string {
  const directory = join(props.functionsDirectory, props.functionName);
  const path = join(directory, 'bootstrap');
  const expected = props.architecture.name;
  const found = elfArchitecture(path);
  if (found !== expected) {
    throw new Error(
      `\`${props.functionName}\` is not ready to deploy: expected an executable for ${expected} at ` +
        `\`${path}\`, found ${found}; run \`${props.buildCommand}\``,
    );
  }
  return directory;
}

/** Names the processor that an executable is for, or says what stands in its place. */
function elfArchitecture(path: string): string {
  const header = readStart(path, 20);
  if (header === undefined) {
    return 'nothing';
  }
  if (header.length < 20 || header.readUInt32BE(0) !== ELF_MAGIC || header[4] !== ELF_CLASS_64) {
    return 'a file that is no 64-bit ELF executable';
  }
  const machine = header.readUInt16LE(18);
  return MACHINES.get(machine)?.name ?? `an executable for ELF machine ${machine}`;
}

function readStart(path: string, length: number): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(file, buffer, 0, length, 0));
  } finally {
    closeSync(file);
  }
}

const ELF_MAGIC = 0x7f454c46;
const ELF_CLASS_64 = 2;

/** The `e_machine` field of the header, for the processors that Lambda offers. */
const MACHINES = new Map([
  [0x3e, Architecture.X86_64],
  [0xb7, Architecture.ARM_64],
]);
