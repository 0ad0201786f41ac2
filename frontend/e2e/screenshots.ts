/**
 * Takes the pictures of the README, of the console as `SAMPLES=40 RENDER=… npm run mock` serves it:
 * `CONSOLE_URL=… npm run screenshots`. Fails if they get too heavy.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { signIn, signOut } from './signIn.ts';

const MOST_KB = 120;
const MOST_KB_TOGETHER = 700;
/** Few colours are enough for a page, and make a small picture. */
const COLOURS = 128;

const consoleUrl = process.env.CONSOLE_URL;
if (consoleUrl === undefined) throw new Error('set CONSOLE_URL to where the console is served');
const folder = join(import.meta.dirname, '../screenshots');
mkdirSync(folder, { recursive: true });

const context = await openBrowser();
const page = context.pages()[0] ?? (await context.newPage());
page.setDefaultTimeout(20_000);
await page.setViewportSize({ width: 1280, height: 860 });
await page.emulateMedia({ reducedMotion: 'reduce' });

const THEMES: readonly ('light' | 'dark')[] = ['light', 'dark'];
const taken: string[] = [];

async function take(name: string) {
  for (const theme of THEMES) await takeIn(name, theme);
}

async function takeIn(name: string, theme: 'light' | 'dark') {
  await page.emulateMedia({ colorScheme: theme });
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  const path = join(folder, `${name}-${theme}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  execFileSync('convert', [path, '-strip', '+dither', '-colors', String(COLOURS), '-define', 'png:compression-level=9', `PNG8:${path}`]);
  taken.push(path);
}

/** The viewer draws when it likes, and tells nobody: until there is paper to be seen. */
async function paper() {
  for (;;) {
    const input = await page.getByTitle(/^Document INV-/).screenshot();
    const grey = ['png:-', '-colorspace', 'gray', '-format', '%[fx:mean]', 'info:'];
    if (Number(execFileSync('convert', grey, { input })) > 0.5) return;
  }
}

async function fillDraft(page: Page) {
  await page.getByLabel('Name', { exact: true }).fill('Leonie Köhler');
  await page.getByLabel('E-mail').fill('leonie@example.com');
  await page.getByLabel('Street and number').fill('Theodor-Heuss-Straße 34');
  await page.getByLabel('Postal code').fill('70174');
  await page.getByLabel('City').fill('Stuttgart');
  await page.getByLabel('Country').selectOption('DE');
  const line = async (number: number, ...texts: string[]) => {
    const item = page.getByRole('listitem', { name: `Line ${number}` });
    for (const [index, label] of ['Description', 'Quantity', 'Unit price', 'Tax %'].entries()) {
      await item.getByLabel(label).fill(texts[index] ?? '');
    }
  };
  await line(1, 'Chair', '2', '49.99', '19');
  await page.keyboard.press('Enter');
  await line(2, 'Field guide to the birds of Europe', '1', '24.50', '7');
  await page.getByLabel('Kind of discount').selectOption('percent');
  await page.getByLabel('How much (%)').fill('10');
  await page.getByRole('heading', { name: 'Lines' }).scrollIntoViewIfNeeded();
}

await page.goto(consoleUrl);
await signIn(page, 'customer', 'customer');
await page.getByText(/of the latest \d+ confirmed orders/).waitFor();
await take('overview');
await page.getByRole('link', { name: 'New order' }).first().click();
await page.getByRole('heading', { name: 'New order', level: 1 }).waitFor();
await fillDraft(page);
await page.mouse.wheel(0, 500);
await page.getByText('€130.67', { exact: true }).waitFor();
await take('new-order');
await page.goto(`${consoleUrl}/orders?status=SHIPPED`);
await page.getByRole('row').nth(1).getByRole('link').click();
await page.getByTitle(/^Document INV-/).waitFor();
await page.getByRole('region', { name: 'Versions' }).waitFor();
await paper();
await page.evaluate(() => window.scrollTo(0, 0));
await take('order');
await signOut(page);
await signIn(page, 'ops', 'olga');
await page.goto(`${consoleUrl}/ops`);
await page.getByRole('link', { name: 'render-failed', exact: true }).waitFor();
await take('dead-letters');
await page.getByRole('link', { name: 'render-failed', exact: true }).click();
await page.getByRole('link', { name: 'render-failed', exact: true }).first().click();
await page.getByRole('region', { name: 'Can it be replayed?' }).waitFor();
await take('dead-letter');
await page.goto(`${consoleUrl}/ops/replays/new?action=replay&code=render-failed`);
await page.getByLabel('Reason').fill('INC-4471: the layer with the fonts is back');
await page.getByLabel('Merge patch').fill('{ "order": { "locale": "de" } }');
await page.getByRole('button', { name: 'Dry run' }).click();
await page.getByRole('region', { name: 'Dry run: what would happen' }).scrollIntoViewIfNeeded();
await take('dry-run');
await context.close();

let together = 0;
for (const path of taken) {
  const kilobytes = statSync(path).size / 1_000;
  together += kilobytes;
  console.log(`${kilobytes.toFixed(0).padStart(5)} kB  ${path}`);
  if (kilobytes > MOST_KB) process.exitCode = 1;
}
console.log(`${together.toFixed(0).padStart(5)} kB of ${MOST_KB_TOGETHER} kB together, ${MOST_KB} kB each`);
if (together > MOST_KB_TOGETHER) process.exitCode = 1;
