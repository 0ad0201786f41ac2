/**
 * How the documents of an environment look, if not as they do by themselves: a template, fonts, or both, in a
 * layer of pdf-worker. Which files are fonts is a contract with the Rust code (`document/fonts.rs`).
 */
import { Code, type ILayerVersion, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EnvironmentProps } from './environment.ts';

export interface DocumentDesign {
  readonly layers: readonly ILayerVersion[];
  readonly variables: Readonly<Record<string, string>>;
}

/** What pdf-worker gets to find the design of an environment: nothing, unless it has one. */
export function documentDesign(scope: Construct, environment: EnvironmentProps): DocumentDesign {
  const { architecture, designDirectory, emulatorLimits } = environment;
  if (designDirectory === undefined) {
    return { layers: [], variables: {} };
  }
  const folder = resolved(designDirectory);
  if (emulatorLimits?.layers !== undefined) {
    return { layers: [], variables: variables(designDirectory, folder) };
  }
  const layer = new LayerVersion(scope, 'Design', {
    description: `How the documents of ${environment.name} look`,
    code: Code.fromAsset(folder),
    compatibleArchitectures: [architecture],
  });
  return { layers: [layer], variables: variables(designDirectory, WHERE_LAYERS_ARE) };
}

/** The names of the files that pdf-worker uses of a folder: none as well if there is no such folder. */
export function designIn(designDirectory: string): { fonts: string[]; hasTemplate: boolean } {
  const names = namesIn(resolved(designDirectory));
  return {
    fonts: names.filter((name) => /\.(otf|otc|ttf|ttc)$/i.test(name)),
    hasTemplate: names.includes(TEMPLATE),
  };
}

function variables(designDirectory: string, place: string): Record<string, string> {
  const { fonts, hasTemplate } = designIn(designDirectory);
  return {
    ...(fonts.length > 0 && { FONTS_DIR: place }),
    ...(hasTemplate && { TEMPLATE_FILE: `${place}/${TEMPLATE}` }),
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function resolved(designDirectory: string): string {
  return resolve(import.meta.dirname, '..', designDirectory);
}

const TEMPLATE = 'template.typ';

/** Lambda puts the files of all layers there. */
const WHERE_LAYERS_ARE = '/opt';
