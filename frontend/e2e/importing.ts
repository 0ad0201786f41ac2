/** Bringing a file of many orders: nothing is placed twice, whatever happens meanwhile. */
import type { Page } from 'playwright-core';
import { inspect } from './inspect.ts';
import { expectEqual, type Step, type Visit } from './step.ts';

const ROWS = 160;
/** Of each ten rows: one that is no JSON, one that the API refuses. */
const BROKEN = 3;
const REFUSED = 7;
const GOOD = (ROWS / 10) * 8;
const GOOD_OF_CSV = 2;

/** Orders that somebody has after all these steps. */
export const IMPORTED = GOOD + GOOD_OF_CSV;

function order(reference: string, more: object = {}) {
  return {
    buyer: { name: 'Bjørn', address: { line1: 'Gate 1', city: 'Oslo', country: 'NO' } },
    purchaseOrderReference: reference,
    currency: 'NOK',
    lines: [{ description: 'Lamp', quantity: '1', unitPriceMinor: 29_900, taxRateBasisPoints: 0, ...more }],
  };
}

function jsonLines(reference: string): string {
  const line = (row: number) => {
    if (row % 10 === BROKEN) return '{"buyer": ';
    const fault = row % 10 === REFUSED ? { taxCategory: 'EXEMPT' } : {};
    return JSON.stringify(order(`${reference}-${row}`, fault));
  };
  return Array.from({ length: ROWS }, (_, row) => line(row)).join('\n');
}

function csv(reference: string): string {
  const header =
    'order,buyer.name,buyer.address.line1,buyer.address.city,buyer.address.country,currency,purchaseOrderReference,line.description,line.quantity,line.unitPriceMinor,line.taxRateBasisPoints';
  const rows = [
    `1,"Hansen, Bjørn",Gate 1,Oslo,NO,NOK,${reference}-csv-1,Lamp,1.5,29900,2500`,
    '1,,,,,,,Bulb,2,4900,2500',
    `2,Kari,Gate 2,Bergen,NO,NOK,${reference}-csv-2,Lamp,1,29900,2500`,
    `3,Ola,Gate 3,Bergen,Norway,NOK,${reference}-csv-3,Lamp,1,"299,00",2500`,
  ];
  return [header, ...rows].join('\r\n');
}

async function choose({ page, consoleUrl }: Visit, name: string, text: string) {
  await page.goto(`${consoleUrl}/import`);
  const another = page.getByRole('button', { name: 'Another file' });
  const input = page.getByLabel('Choose a file');
  await another.or(input).first().waitFor({ state: 'attached' });
  if ((await another.count()) > 0) await another.click();
  await input.setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
}

/** How many orders of the person at the screen have a reference that begins like this. */
async function ordersLike(page: Page, reference: string): Promise<number> {
  const references = await page.evaluate(async () => {
    const kept = Object.entries(sessionStorage).find(([name]) => name.startsWith('session:'));
    const { accessToken } = JSON.parse(kept?.[1] ?? '{}');
    const { apiUrl } = await (await fetch('/config.json')).json();
    const found: string[] = [];
    for (let cursor = ''; ; ) {
      const headers = { Authorization: `Bearer ${accessToken}` };
      const page = await fetch(`${apiUrl}/orders?limit=100${cursor}`, { headers });
      const { orders, nextCursor } = await page.json();
      for (const order of orders) found.push(order.purchaseOrderReference ?? '');
      if (!nextCursor) return found;
      cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
    }
  });
  return references.filter((found) => found.startsWith(reference)).length;
}

export const importSteps = {
  'a file of many orders can be paused, and goes on after a reload': async (visit) => {
    const { page, subject } = visit;
    await page.goto(`${visit.consoleUrl}/import`);
    await page.getByLabel('Choose a file').waitFor({ state: 'attached' });
    await inspect(page, 'import-start');
    await choose(visit, 'orders.jsonl', jsonLines(`${subject}-import`));
    await page.getByText(`16 of ${ROWS} orders`).waitFor();
    await page.getByRole('button', { name: 'Place the orders' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: /Go on|Place the orders/ }).click();
    // Once more, and this time as if by accident, while requests are on their way.
    await page.waitForResponse((response) => response.request().method() === 'POST');
    await page.reload();
    await page.getByText('This import was interrupted').waitFor();
    await inspect(page, 'import-interrupted');
    await page.getByRole('button', { name: /Go on|Place the orders/ }).click();
    await page.getByText('Finished. Some orders were refused.').waitFor();
    await page.getByText(`${ROWS} of ${ROWS} orders`).waitFor();
    await page.getByRole('row', { name: /^8 \/lines\/0\/taxExemptionReason/ }).waitFor();
    await page.getByRole('row', { name: /^4 –/ }).waitFor();
    await inspect(page, 'import-done');
    expectEqual(await ordersLike(page, `${subject}-import`), GOOD, 'orders placed');
  },
  'the same file again places nothing': async (visit) => {
    const { page, subject } = visit;
    await choose(visit, 'again.jsonl', jsonLines(`${subject}-import`));
    await page.getByRole('button', { name: 'Place the orders' }).click();
    await page.getByText('Finished. Some orders were refused.').waitFor();
    expectEqual(await ordersLike(page, `${subject}-import`), GOOD, 'orders placed');
  },
  'a CSV file is imported, each fault with its row': async (visit) => {
    const { page, subject } = visit;
    await choose(visit, 'orders.csv', csv(subject));
    await page.getByRole('button', { name: 'Place the orders' }).click();
    await page.getByText('Finished. Some orders were refused.').waitFor();
    await page.getByRole('row', { name: /^5 \/buyer\/address\/country/ }).waitFor();
    await page.getByRole('row', { name: /^5 \/lines\/0\/unitPriceMinor/ }).waitFor();
    expectEqual(await ordersLike(page, `${subject}-csv`), GOOD_OF_CSV, 'orders placed');
  },
} satisfies Record<string, Step>;
