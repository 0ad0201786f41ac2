/**
 * Fonts of one's own for the documents, in a layer of pdf-worker. Which files are fonts is a contract with
 * the Rust code (`document/fonts.rs`).
 */
import { Code, type ILayerVersion, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EnvironmentProps } from './environment.ts';

export interface DocumentFonts {
  readonly layers: readonly ILayerVersion[];
  readonly variables: Readonly<Record<string, string>>;
}

/** What pdf-worker gets to find the fonts of an environment: nothing, unless it has some. */
export function documentFonts(scope: Construct, environment: EnvironmentProps): DocumentFonts {
  const { architecture, emulatorLimits, fontsDirectory } = environment;
  if (fontsDirectory === undefined) {
    return { layers: [], variables: {} };
  }
  const folder = resolved(fontsDirectory);
  if (emulatorLimits?.layers !== undefined) {
    return { layers: [], variables: { FONTS_DIR: folder } };
  }
  const layer = new LayerVersion(scope, 'Fonts', {
    description: `Fonts for the documents of ${environment.name}`,
    code: Code.fromAsset(folder),
    compatibleArchitectures: [architecture],
  });
  return { layers: [layer], variables: { FONTS_DIR: WHERE_LAYERS_ARE } };
}

/** The names of the fonts in a folder: none as well if there is no such folder. */
export function fontsIn(fontsDirectory: string): string[] {
  try {
    return readdirSync(resolved(fontsDirectory)).filter((name) => /\.(otf|otc|ttf|ttc)$/i.test(name));
  } catch {
    return [];
  }
}

function resolved(fontsDirectory: string): string {
  return resolve(import.meta.dirname, '..', fontsDirectory);
}

/** Lambda puts the files of all layers there. */
const WHERE_LAYERS_ARE = '/opt';
