import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';

test('the types are those of the API’s description: else run `npm run schema`', async () => {
  const description = pathToFileURL(join(import.meta.dirname, '../../../schemas/openapi.json'));
  const types = astToString(await openapiTS(description, { defaultNonNullable: false }));
  const committed = await readFile(join(import.meta.dirname, 'schema.d.ts'), 'utf8');
  // The file begins with a comment about its origin.
  expect(committed.slice(committed.indexOf('export interface paths'))).toBe(types);
});
