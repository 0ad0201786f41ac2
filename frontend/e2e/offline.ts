/** What people see without a network, and that all of it comes back by itself. */
import type { Page } from 'playwright-core';
import { expectEqual, type Step, type Visit } from './step.ts';

const NO_ORDER = '/orders/01a20df5-0736-7000-8000-000000000001';

/** Takes the network away while `look` looks, and gives it back. */
async function withoutNetwork(page: Page, look: () => Promise<void>): Promise<void> {
  await page.context().setOffline(true);
  try {
    await look();
  } finally {
    await page.context().setOffline(false);
  }
}

/** The page stays as it was, without alarms, and is up to date again afterwards. */
async function lose({ page }: Visit, url: string): Promise<void> {
  await page.goto(url);
  await loaded(page);
  const title = page.getByRole('heading', { level: 1 });
  const before = await title.textContent();
  const isOld = page.getByText(/You are offline/);
  await withoutNetwork(page, async () => {
    await isOld.waitFor();
    // Whoever looks away and comes back makes the page look for what is new.
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    expectEqual(await title.textContent(), before, `${url}: the title`);
    expectEqual(await page.getByRole('alert').count(), 0, `${url}: alarms about what is there`);
  });
  await isOld.waitFor({ state: 'detached' });
  await loaded(page);
  expectEqual(await page.getByRole('alert').count(), 0, `${url}: alarms that stay`);
}

async function loaded(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
}

export async function loseEach(visit: Visit, urls: readonly string[]): Promise<void> {
  for (const url of urls) await lose(visit, url);
}

export const offlineSteps = {
  'without a network, each page keeps what it shows, and says that it may be old': async (visit) => {
    const paths = ['/', '/orders', '/orders/new', '/import', '/messages', NO_ORDER];
    await loseEach(visit, [...paths.map((path) => visit.consoleUrl + path), visit.orderUrl ?? '']);
  },
  'a page that was not loaded yet says so, and comes with the network': async ({ page, consoleUrl }) => {
    const browser = await page.context().newCDPSession(page);
    await browser.send('Network.clearBrowserCache');
    await page.goto(consoleUrl);
    await loaded(page);
    await withoutNetwork(page, async () => {
      await page.getByRole('link', { name: 'Import', exact: true }).first().click();
      await page.getByRole('heading', { name: 'This page could not be loaded' }).waitFor();
    });
    await page.getByRole('heading', { name: 'Import', level: 1 }).waitFor();
  },
} satisfies Record<string, Step>;
