/**
 * The console end to end, against a stack that is running: `CONSOLE_URL=http://127.0.0.1:5173 npm run
 * e2e`. With `SCREENSHOTS` set, pictures of each page are put there.
 *
 * With `OPS=1` the steps of operators come last: then there are two dead letters, as
 * `ops.ts` says.
 *
 * Each step is a promise of the console; the last line is the count. A step builds on those before it,
 * so without its browser the rest is not tried.
 */
import { mkdirSync } from 'node:fs';
import { openBrowser } from './browser.ts';
import { customerSteps } from './customer.ts';
import { importSteps } from './importing.ts';
import { customerByKeyboard, operatorByKeyboard } from './keyboard.ts';
import { offlineSteps } from './offline.ts';
import { opsSteps } from './ops.ts';
import { pagingSteps } from './paging.ts';
import { sellerSteps } from './seller.ts';
import type { Step, Visit } from './step.ts';

const consoleUrl = process.env.CONSOLE_URL;
if (consoleUrl === undefined) throw new Error('set CONSOLE_URL to where the console is served');
const pictures = process.env.SCREENSHOTS;
if (pictures) mkdirSync(pictures, { recursive: true });

const context = await openBrowser();
const page = context.pages()[0] ?? (await context.newPage());
page.setDefaultTimeout(30_000);
const visit: Visit = { page, consoleUrl, subject: `ada-${Date.now().toString(36)}`, complaints: [] };
page.on('pageerror', (error) => visit.complaints.push(`error: ${error.message}`));
page.on('console', (message) => {
  if (/Content.Security.Policy/i.test(message.text())) visit.complaints.push(message.text());
});
// What still runs in the background of a step, when its browser is gone.
process.on('unhandledRejection', (reason) => visit.complaints.push(`rejected: ${reason}`));

let gone: string | undefined;
const isGone = new Promise<string>((resolve) => {
  const tell = (what: string) => resolve((gone = what));
  page.once('crash', () => tell('the page crashed; often the machine has no memory left'));
  context.once('close', () => tell('the browser ended by itself, or was killed'));
});

const steps = Object.entries<Step>({
  ...customerSteps,
  ...importSteps,
  ...pagingSteps,
  ...customerByKeyboard,
  ...sellerSteps,
  ...offlineSteps,
  ...(process.env.OPS === '1' && { ...opsSteps, ...operatorByKeyboard }),
});
let passed = 0;
let failed = 0;
for (const [name, step] of steps) {
  const start = performance.now();
  const fault = await Promise.race([faultOf(step), isGone]);
  visit.complaints.length = 0;
  if (fault === undefined) {
    passed += 1;
    console.log(`ok    ${name} (${Math.round(performance.now() - start)} ms)`);
    continue;
  }
  failed += 1;
  console.log(`FAIL  ${name}\n${fault}`);
  if (gone !== undefined) break;
  if (pictures) await page.screenshot({ path: `${pictures}/failed-${failed}.png` });
}
const notTried = steps.length - passed - failed;
await context.close().catch(() => undefined);
console.log(`${passed} passed, ${failed} failed${notTried > 0 ? `, ${notTried} not tried` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;

async function faultOf(step: Step): Promise<string | undefined> {
  try {
    await step(visit);
    return visit.complaints.length > 0 ? visit.complaints.join('\n') : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
