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

/** Answers come one by one, so that each has its own moment to move something. */
const APART_MS = 150;

async function oneByOne(page: Page, look: () => Promise<void>): Promise<void> {
  let turn = Promise.resolve();
  const isAnswer = (url: URL) => /\/orders|\/ops\/|\/inbox$/.test(url.pathname);
  await page.route(isAnswer, async (route) => {
    if (!['fetch', 'xhr'].includes(route.request().resourceType())) return route.continue();
    turn = turn.then(() => new Promise((resolve) => setTimeout(resolve, APART_MS)));
    await turn;
    return route.continue().catch(() => undefined);
  });
  await look();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
}

export async function expectStill(page: Page, urls: readonly string[]): Promise<void> {
  await oneByOne(page, () => expectStillEach(page, urls));
}

async function expectStillEach(page: Page, urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    await page.goto(url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    const { shift, parts } = await moved(page);
    if (shift > LARGEST_SHIFT) throw new Error(`${url}: a shift of ${shift}: ${parts.join(' | ')}`);
  }
}
