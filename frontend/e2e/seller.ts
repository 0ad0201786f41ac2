/** What a seller does with the customer's order, and how the console looks with many of them. */
import type { Page } from 'playwright-core';
import { inspect } from './inspect.ts';
import { signIn, signOut } from './signIn.ts';
import { expectEqual, type Step, type Visit } from './step.ts';

async function take({ page }: Visit, action: string, status: string) {
  await page.getByRole('button', { name: action }).click();
  await page.getByRole('button', { name: action }).click();
  await page.getByText(`The order is now: ${status}.`).waitFor();
}

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

export const sellerSteps = {
  'an administrator finds the order and moves it on': async (visit) => {
    const { page } = visit;
    await signOut(page);
    await signIn(page, 'admin', 'admin');
    await page.goto(visit.orderUrl ?? '');
    await take(visit, 'Mark as paid', 'Paid');
  },
  'who decides on what they have not seen is told, and decides again': async (visit) => {
    const { page } = visit;
    // Somebody else is faster: the page keeps showing the order as it was.
    await page.route(/\/orders\/[0-9a-f-]{36}$/, (route) => route.abort());
    const other = await page.context().newPage();
    await other.goto(visit.consoleUrl);
    await signIn(other, 'admin', 'colleague');
    await other.goto(visit.orderUrl ?? '');
    await take({ ...visit, page: other }, 'Mark as shipped', 'Shipped');
    await other.close();
    await page.getByRole('button', { name: 'Mark as shipped' }).click();
    await page.getByRole('button', { name: 'Mark as shipped' }).click();
    await page.getByText('The order has changed in the meantime').waitFor();
    await page.unroute(/\/orders\/[0-9a-f-]{36}$/);
    await page.getByRole('button', { name: 'Mark as delivered' }).waitFor();
    visit.complaints.length = 0;
  },
  'a refunded order gets its credit note': async (visit) => {
    const { page } = visit;
    await take(visit, 'Refund', 'Refunded');
    await page.getByTitle(/^Document CN-/).waitFor();
    await page.getByText('Nothing is left to do: this status is final.').waitFor();
    await inspect(page, 'order-refunded');
  },
  'filters are in the address, and survive a reload': async (visit) => {
    const { page } = visit;
    await page.goto(`${visit.consoleUrl}/orders`);
    await page.getByLabel('Status').selectOption('REFUNDED');
    await page.waitForURL(/status=REFUNDED/);
    await page.reload();
    await page.getByRole('table').waitFor();
    expectEqual(await page.getByLabel('Status').inputValue(), 'REFUNDED', 'the filter');
    const other = await page.getByRole('row').filter({ hasText: /Pending|Paid/ }).count();
    expectEqual(other, 0, 'orders of another status');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await inspect(page, 'orders');
  },
  'the overview shows what there is': async (visit) => {
    const { page } = visit;
    await page.getByRole('link', { name: 'Overview' }).first().click();
    await page.getByRole('img', { name: /Bar chart/ }).waitFor();
    await inspect(page, 'overview');
  },
  'nothing moves while a page loads': async (visit) => {
    const { page, consoleUrl, orderUrl } = visit;
    const paths = ['/', '/orders', '/orders/new', '/import', '/messages'];
    for (const url of [...paths.map((path) => consoleUrl + path), orderUrl ?? '']) {
      await page.goto(url);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
      const { shift, parts } = await moved(page);
      if (shift > LARGEST_SHIFT) throw new Error(`${url}: a shift of ${shift}: ${parts.join(' | ')}`);
    }
  },
  'the console speaks Spanish': async (visit) => {
    const { page } = visit;
    await page.goto(visit.consoleUrl);
    await page.getByLabel('Language').selectOption('es');
    await page.getByRole('heading', { name: 'Resumen' }).waitFor();
    expectEqual(await page.evaluate(() => document.documentElement.lang), 'es', 'the language');
    await inspect(page, 'overview-es');
  },
} satisfies Record<string, Step>;
