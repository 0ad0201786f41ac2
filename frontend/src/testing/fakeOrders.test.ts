import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readClaims } from '../session/claims.ts';
import { STATUSES } from '../ui/StatusBadge.tsx';
import { nextFor } from './fakeOrders.ts';
import { fakeToken } from './tokens.ts';

test('the fake allows the steps that the server allows', async () => {
  const path = '../../../functions/lib/order-core/src/status.rs';
  const source = await readFile(join(import.meta.dirname, path), 'utf8');
  const matrix = source
    .split('\n')
    .filter((line) => / -> (?!&|Option)/.test(line) && /^\s+[A-Z]+ -> /.test(line))
    .map((line) => line.replaceAll(/ \(\w+\)/g, '').trim());
  expect(matrix).toHaveLength(STATUSES.length);

  const admin = readClaims(fakeToken('admin', 'admin'));
  if (admin === undefined) throw new Error('no claims');
  const fake = STATUSES.map((from) => `${from} -> ${nextFor(from, admin).join(', ')}`.trim());
  expect(fake).toEqual(matrix);
});
