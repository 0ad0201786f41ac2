/** The list of orders, page by page: after the import there are enough of them. */
import type { Page } from 'playwright-core';
import { IMPORTED } from './importing.ts';
import { expectEqual, type Step } from './step.ts';

const LIMIT = 50;

/** When each order of the page was placed, and its reference. */
async function rows(page: Page, number: number): Promise<string[]> {
  await page.getByRole('navigation', { name: `Page ${number}` }).waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  return page.locator('tbody tr').evaluateAll((found) =>
    found.map((row) => {
      const placed = row.querySelector('time')?.dateTime;
      return `${placed} ${row.querySelector('td span')?.textContent}`;
    }),
  );
}

export const pagingSteps = {
  'the list pages to its end by cursors, with each order once, the newest first': async (visit) => {
    const { page } = visit;
    await page.goto(`${visit.consoleUrl}/orders?limit=${LIMIT}`);
    const seen: string[] = [];
    let number = 1;
    for (; ; number += 1) {
      seen.push(...(await rows(page, number)));
      const next = page.getByRole('link', { name: 'Next page' });
      if ((await next.count()) === 0) break;
      await next.click();
    }
    expectEqual(number, Math.ceil(IMPORTED / LIMIT), 'pages');
    expectEqual(new Set(seen).size, IMPORTED, 'different orders');
    expectEqual(seen.length, IMPORTED, 'orders');
    const times = seen.map((row) => row.slice(0, row.indexOf(' ')));
    expectEqual(times.join(), [...times].sort().reverse().join(), 'the order of the times');
  },
  'and back again, each page as it was, also after a reload': async ({ page }) => {
    const last = await rows(page, 3);
    await page.getByRole('button', { name: 'Previous page' }).click();
    const second = await rows(page, 2);
    await page.reload();
    expectEqual((await rows(page, 2)).join(), second.join(), 'the second page');
    await page.getByRole('link', { name: 'Next page' }).click();
    expectEqual((await rows(page, 3)).join(), last.join(), 'the last page');
    await page.getByRole('link', { name: 'First page' }).click();
    const first = await rows(page, 1);
    expectEqual(first.length, LIMIT, 'orders of the first page');
    expectEqual(first.some((row) => second.includes(row)), false, 'an order on two pages');
  },
} satisfies Record<string, Step>;
