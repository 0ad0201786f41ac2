import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const PAGE = '<!doctype html><script type="module" src="/assets/index.js"></script>';
const REFUSED = '{"status":401}';

test('a system that refuses whoever says nothing, and shows its console, passes', async () => {
  const asked: string[] = [];
  const { code } = await smoke((path, key) => {
    asked.push(`${path} ${key}`);
    return path === '/console' ? [200, PAGE] : [401, REFUSED];
  });
  expect(code).toBe(0);
  expect(asked).toEqual(['/v1/orders a-key', '/v1/ops/dlq a-key', '/console a-key']);
});

test('without a key, none is sent', async () => {
  const keys = new Set<string>();
  const { code } = await smoke((path, key) => {
    keys.add(key);
    return path === '/console' ? [200, PAGE] : [401, REFUSED];
  }, '');
  expect(code).toBe(0);
  expect([...keys]).toEqual(['undefined']);
});

test('one that needs a moment passes too', async () => {
  let asked = 0;
  const { code } = await smoke((path) => {
    asked++;
    return asked < 3 ? [503, 'not yet'] : path === '/console' ? [200, PAGE] : [401, REFUSED];
  });
  expect(code).toBe(0);
});

test.each<[string, string, [number, string]]>([
  ['orders are shown to anybody', '/v1/orders', [200, '{"orders":[]}']],
  ['the gateway refuses, and no function was asked', '/v1/orders', [401, '{"message":"Unauthorized"}']],
  ['the function of the operators does not start', '/v1/ops/dlq', [502, '{"status":502}']],
  ['no console is there', '/console', [403, '<Error>AccessDenied</Error>']],
  ['something else is there', '/console', [200, 'soon']],
])('it fails if %s', async (_what, wrong, answer) => {
  const { code, stderr } = await smoke((path) =>
    path === wrong ? answer : path === '/console' ? [200, PAGE] : [401, REFUSED],
  );
  expect(code).not.toBe(0);
  expect(stderr).toMatch(new RegExp(`expected http://127.0.0.1:\\d+${wrong} to answer .* found ${answer[0]}`));
});

/** Runs it against a server that answers like this. */
async function smoke(answer: (path: string, key: string) => [number, string], key = 'a-key') {
  const listener: RequestListener = ({ url = '', headers }, response) => {
    const [status, body] = answer(url, String(headers['x-api-key']));
    response.writeHead(status).end(body);
  };
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const address = server.address();
    const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const file = join(mkdtempSync(join(tmpdir(), 'smoke-')), 'outputs.json');
    const outputs = { api: { ApiUrl: `${base}/v1` }, web: { ConsoleDistributionUrl: `${base}/console` } };
    writeFileSync(file, JSON.stringify(outputs));
    const program = resolve(import.meta.dirname, '../bin/smoke.ts');
    const running = spawn(process.execPath, ['--import', 'tsx/esm', program, file], {
      cwd: resolve(import.meta.dirname, '..'),
      env: { ...process.env, API_KEY: key, SMOKE_PAUSE_MS: '1' },
    });
    const [[code], stderr] = await Promise.all([once(running, 'close'), text(running.stderr)]);
    return { code, stderr };
  } finally {
    server.close();
  }
}
