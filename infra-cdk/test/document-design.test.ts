import { App } from 'aws-cdk-lib/core';
import type { Template } from 'aws-cdk-lib/assertions';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';
import {
  functionProperties,
  functionsDirectory,
  orderSystem,
  resourcesOf,
  synthesize,
} from './synthesized.ts';

const FOLDER = '../functions/pdf-worker/tests/fonts';

test('pdf-worker finds the fonts of an environment in its layer, and no other function has one', () => {
  const { service, api } = synthesize('prod', { designDirectory: FOLDER });
  const [[layer] = [''], ...more] = resourcesOf(service.toJSON(), 'AWS::Lambda::LayerVersion');
  expect(more).toEqual([]);
  const worker = functionProperties(service, 'PipelinePdfWorker');
  expect(worker.Layers).toEqual([{ Ref: layer }]);
  expect(worker.Environment.Variables.FONTS_DIR).toBe('/opt');
  const others = [service, api]
    .flatMap((template) => resourcesOf(template.toJSON(), 'AWS::Lambda::Function'))
    .filter(([id]) => !id.startsWith('PipelinePdfWorker'));
  expect(others).toHaveLength(3);
  for (const [, { Layers, Environment }] of others) {
    expect(Layers).toBeUndefined();
    expect(Environment.Variables).not.toHaveProperty('FONTS_DIR');
  }
});

test('a template comes with the fonts, or alone', () => {
  const variablesOf = (files: Record<string, string>) => {
    const { service } = synthesize('prod', { designDirectory: functionsDirectory(files) });
    const { FONTS_DIR, TEMPLATE_FILE } = functionProperties(service, 'PipelinePdfWorker').Environment.Variables;
    return { FONTS_DIR, TEMPLATE_FILE };
  };
  const template = { 'template.typ': 'Hello' };
  const TEMPLATE_FILE = '/opt/template.typ';
  expect(variablesOf(template)).toEqual({ FONTS_DIR: undefined, TEMPLATE_FILE });
  expect(variablesOf({ ...template, 'own.ttf': 'a font' })).toEqual({ FONTS_DIR: '/opt', TEMPLATE_FILE });
  expect(variablesOf({ 'own.ttf': 'a font' })).toEqual({ FONTS_DIR: '/opt', TEMPLATE_FILE: undefined });
});

test('what is deployed is the folder, with the fonts on top', () => {
  const app = new App({ context: FEATURE_FLAGS, builtinCloudFormationValidation: false });
  orderSystem(app, 'prod', { designDirectory: FOLDER });
  const { directory } = app.synth();
  const { files } = JSON.parse(
    readFileSync(join(directory, 'orders-prod-service.assets.json'), 'utf8'),
  );
  const fonts = Object.values<any>(files).filter(({ source }) =>
    existsSync(join(directory, source.path, 'NotoSansArmenian-Regular.ttf')),
  );
  expect(fonts).toEqual([
    expect.objectContaining({ source: expect.objectContaining({ packaging: 'zip' }) }),
  ]);
});

test('other fonts are another version of the function, which is taken into use like one', () => {
  const versionWith = (font: string) => {
    const designDirectory = functionsDirectory({ 'own.ttf': font });
    return versionOf(synthesize('prod', { designDirectory }).service);
  };
  expect(versionWith('one')).toBe(versionWith('one'));
  expect(versionWith('one')).not.toBe(versionWith('other'));
});

test('without one, nothing is said of a design', () => {
  const { service } = synthesize('prod');
  service.resourceCountIs('AWS::Lambda::LayerVersion', 0);
  const worker = functionProperties(service, 'PipelinePdfWorker');
  expect(worker.Environment.Variables).not.toHaveProperty('FONTS_DIR');
  expect(worker.Environment.Variables).not.toHaveProperty('TEMPLATE_FILE');
});

test('at the emulator pdf-worker reads the folder itself', () => {
  const { service } = synthesize('local', { designDirectory: FOLDER });
  service.resourceCountIs('AWS::Lambda::LayerVersion', 0);
  const worker = functionProperties(service, 'PipelinePdfWorker');
  expect(worker.Environment.Variables.FONTS_DIR).toBe(resolve(import.meta.dirname, '..', FOLDER));
});

function versionOf(template: Template): string | undefined {
  return resourcesOf(template.toJSON(), 'AWS::Lambda::Version')
    .map(([id]) => id)
    .find((id) => id.startsWith('PipelinePdfWorker'));
}
