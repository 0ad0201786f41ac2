/** The templates of an environment, synthesised with stubs in the place of compiled functions. */
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EnvironmentName, EnvironmentProps } from '../lib/environment.ts';
import { environmentNamed } from '../lib/environments.ts';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import { OrderSystem } from '../lib/order-system.ts';

export interface Synthesized {
  readonly data: Template;
  readonly api: Template;
  readonly service: Template;
  readonly frontend: Template;
  readonly network?: Template;
  readonly replica?: Template;
}

export function synthesize(
  name: EnvironmentName,
  changes: Partial<EnvironmentProps> = {},
): Synthesized {
  const app = new App({ context: FEATURE_FLAGS, builtinCloudFormationValidation: false });
  const system = orderSystem(app, name, changes);
  return {
    data: Template.fromStack(system.data),
    api: Template.fromStack(system.api),
    service: Template.fromStack(system.service),
    frontend: Template.fromStack(system.frontend),
    ...(system.network && { network: Template.fromStack(system.network) }),
    ...(system.replica && { replica: Template.fromStack(system.replica) }),
  };
}

/** The system on an x86-64 machine, in an account that exists nowhere. */
export function orderSystem(
  app: App,
  name: EnvironmentName,
  changes: Partial<EnvironmentProps> = {},
): OrderSystem {
  const environment = environmentNamed(name, {
    account: '111111111111',
    region: 'eu-central-1',
    processorArchitecture: 'x64',
  });
  const machine = environment.architecture.name === 'arm64' ? AARCH64 : X86_64;
  return new OrderSystem(app, {
    ...environment,
    functionsDirectory: stubFunctions(machine),
    ...changes,
  });
}

/** A directory as the build leaves it, where each `bootstrap` is no more than the header it needs. */
export function stubFunctions(machine: number): string {
  const header = Buffer.alloc(64);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(machine, 18);
  return functionsDirectory(
    Object.fromEntries(FUNCTIONS.map((name) => [join(name, 'bootstrap'), header])),
  );
}

/** A new directory with these files. */
export function functionsDirectory(files: Record<string, Buffer | string>): string {
  const directory = mkdtempSync(join(tmpdir(), 'functions-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

export const X86_64 = 0x3e;
export const AARCH64 = 0xb7;
const FUNCTIONS = ['order-api', 'stream-consumer', 'pdf-worker', 'dlq-replay'];

/** All templates, as they are deployed one after the other. */
export function templatesOf(system: Synthesized): TemplateJson[] {
  const { data, api, service, frontend, network, replica } = system;
  return [data, api, service, frontend, network, replica].flatMap((template) =>
    template === undefined ? [] : [template.toJSON()],
  );
}

export type TemplateJson = ReturnType<Template['toJSON']>;

export function resourcesOf(template: TemplateJson, type: string): [string, any][] {
  return Object.entries<any>(template['Resources'])
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => [id, resource.Properties]);
}

/** The properties of the Lambda function that a construct made. */
export function functionProperties(template: Template, construct: string): any {
  const functions = resourcesOf(template.toJSON(), 'AWS::Lambda::Function');
  return functions.find(([id]) => id.startsWith(`${construct}Function`))?.[1];
}
