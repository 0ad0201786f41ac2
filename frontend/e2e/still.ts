/** Looks whether something on a page moves while it loads. */
import type { Page } from 'playwright-core';

/** What search engines call good is below 0.1. */
const LARGEST_SHIFT = 0.05;

interface Moved {
  readonly shift: number;
  /** The first words of what moved. */
  readonly parts: readonly string[];
}

/** What has moved on the page since it was opened, but for what people did themselves. */
function moved(page: Page): Promise<Moved> {
  return page.evaluate(
    () =>
      new Promise<Moved>((resolve) => {
        let shift = 0;
        const parts: string[] = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if ('value' in entry && typeof entry.value === 'number') shift += entry.value;
            if (!('sources' in entry) || !Array.isArray(entry.sources)) continue;
            for (const { node } of entry.sources) parts.push(node?.textContent?.slice(0, 40) ?? '');
          }
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve({ shift, parts }), 500);
      }),
  );
}

export async function expectStill(page: Page, urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    await page.goto(url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    const { shift, parts } = await moved(page);
    if (shift > LARGEST_SHIFT) throw new Error(`${url}: a shift of ${shift}: ${parts.join(' | ')}`);
  }
}
