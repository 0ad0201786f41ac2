/**
 * The console end to end, against a stack that is running: `CONSOLE_URL=http://127.0.0.1:5173 npm run
 * e2e`. With `SCREENSHOTS` set, pictures of each page are put there.
 *
 * With `OPS=1` the steps of operators come last: then there is a dead letter, as `ops.ts` says.
 *
 * Each step is a promise of the console; the last line is the count.
 */
import { mkdirSync } from 'node:fs';
import { openBrowser } from './browser.ts';
import { customerSteps } from './customer.ts';
import { opsSteps } from './ops.ts';
import { sellerSteps } from './seller.ts';
import type { Step, Visit } from './step.ts';

const consoleUrl = process.env.CONSOLE_URL;
if (consoleUrl === undefined) throw new Error('set CONSOLE_URL to where the console is served');
if (process.env.SCREENSHOTS) mkdirSync(process.env.SCREENSHOTS, { recursive: true });

const context = await openBrowser();
const page = context.pages()[0] ?? (await context.newPage());
page.setDefaultTimeout(30_000);
const visit: Visit = { page, consoleUrl, subject: `ada-${Date.now().toString(36)}`, complaints: [] };
page.on('pageerror', (error) => visit.complaints.push(`error: ${error.message}`));
page.on('console', (message) => {
  if (/Content.Security.Policy/i.test(message.text())) visit.complaints.push(message.text());
});

let passed = 0;
let failed = 0;
const steps = { ...customerSteps, ...sellerSteps, ...(process.env.OPS === '1' && opsSteps) };
for (const [name, step] of Object.entries<Step>(steps)) {
  const start = performance.now();
  try {
    await step(visit);
    if (visit.complaints.length > 0) throw new Error(visit.complaints.splice(0).join('\n'));
    passed += 1;
    console.log(`ok    ${name} (${Math.round(performance.now() - start)} ms)`);
  } catch (error) {
    failed += 1;
    visit.complaints.length = 0;
    console.log(`FAIL  ${name}\n${error instanceof Error ? error.message : error}`);
    if (process.env.SCREENSHOTS) {
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/failed-${failed}.png` });
    }
  }
}
await context.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
