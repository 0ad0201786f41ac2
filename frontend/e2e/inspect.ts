/** Looks at a page as it is: axe finds nothing, nothing overflows, and a picture is kept. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';

declare global {
  interface Window {
    axe: { run(context: Document, options: object): Promise<AxeResults> };
  }
}

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = process.env.SCREENSHOTS;

type Theme = 'light' | 'dark';
const THEMES: readonly Theme[] = ['light', 'dark'];
const WIDTHS = { wide: 1440, narrow: 390 };

/** Throws with everything that is wrong: in both themes, and in each language that can be chosen. */
export async function inspect(page: Page, name: string): Promise<void> {
  const faults: string[] = [];
  // What is about to be replaced is dimmed.
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  if ((await chooser(page).count()) > 0) {
    await speak(page, 'es');
    faults.push(...(await inThemes(page, `${name}-es`)));
    await speak(page, 'en');
  }
  faults.push(...(await inThemes(page, name)));
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

function chooser(page: Page): Locator {
  return page.getByLabel(/^(Language|Idioma)$/);
}

export async function speak(page: Page, language: 'en' | 'es'): Promise<void> {
  await chooser(page).selectOption(language);
  await page.locator(`html[lang=${language}]`).waitFor();
  // The words for operators are loaded by their pages.
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
}

async function inThemes(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    faults.push(...(await violations(page)).map((fault) => `${name}, ${theme}: ${fault}`));
    await picture(page, `${name}-${theme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: WIDTHS.narrow, height: 844 });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) faults.push(`${name}: ${overflow} px too wide for a phone`);
  faults.push(...(await violations(page)).map((fault) => `${name}, narrow: ${fault}`));
  await picture(page, `${name}-narrow`);
  await page.setViewportSize({ width: WIDTHS.wide, height: 900 });
  return faults;
}

async function picture(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

async function violations(page: Page): Promise<string[]> {
  // Not as a script of the page, which its security policy would refuse.
  await page.evaluate(source);
  const results = await page.evaluate(() =>
    window.axe.run(document, {
      resultTypes: ['violations'],
      // Off by default: what fingers meet is 24 px at least, or has room around it.
      rules: { 'target-size': { enabled: true } },
    }),
  );
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}
