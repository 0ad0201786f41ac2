/**
 * Looks whether a deployment answers: whoever says nothing about who they are is told so by each function
 * behind the API, and the console is there.
 *
 *     npm run smoke -- outputs.json
 *
 * The file is what `cdk deploy --outputs-file` wrote. Where the environment has `apiKeys`, the gateway asks
 * for a key first: API_KEY is one. SMOKE_PAUSE_MS is half of how long it waits before it asks again.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { outputNamed } from '../lib/console-settings.ts';

const [outputsFile] = process.argv.slice(2);
if (outputsFile === undefined) {
  throw new Error('expected the file of outputs');
}
const outputs = JSON.parse(readFileSync(outputsFile, 'utf8'));
const { API_KEY: key = '' } = process.env;
const ATTEMPTS = 5;

for (const path of ['orders', 'ops/dlq']) {
  await expectStatus(401, `${outputNamed('ApiUrl', outputs)}/${path}`, (body) => {
    // The gateway and the firewall refuse in other words.
    return JSON.parse(body).status === 401;
  });
}
await expectStatus(200, outputNamed('ConsoleDistributionUrl', outputs), (body) => body.includes('<script'));

/** A new deployment may need some seconds, so it asks again. */
async function expectStatus(status: number, url: string, isRight: (body: string) => boolean) {
  let found = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    found = await answer(url, status, isRight);
    if (found === '') {
      console.log(`passed  ${url} answers ${status}`);
      return;
    }
    if (attempt < ATTEMPTS) {
      await sleep(2 ** attempt * Number(process.env['SMOKE_PAUSE_MS'] ?? 1_000));
    }
  }
  throw new Error(`expected ${url} to answer ${status}, found ${found}`);
}

/** What is wrong with an answer, or nothing. */
async function answer(url: string, status: number, isRight: (body: string) => boolean) {
  try {
    const response = await fetch(url, { headers: key === '' ? {} : { 'x-api-key': key } });
    const body = await response.text();
    return response.status === status && isRight(body) ? '' : `${response.status} ${body.slice(0, 200)}`;
  } catch (error) {
    return String(error);
  }
}
