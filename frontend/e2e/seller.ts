/** What a seller does with the customer's order, and how the console looks with many of them. */
import { inspect, speak } from './inspect.ts';
import { signIn, signOut } from './signIn.ts';
import { expectStill } from './still.ts';
import { expectEqual, type Step, type Visit } from './step.ts';

async function take({ page }: Visit, action: string, status: string) {
  await page.getByRole('button', { name: action }).click();
  await page.getByRole('button', { name: action }).click();
  await page.getByText(`The order is now: ${status}.`).waitFor();
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
    await page.getByRole('img', { name: /orders in the last 60 minutes/ }).waitFor();
    await inspect(page, 'overview');
  },
  'nothing moves while a page loads': async (visit) => {
    const { page, consoleUrl, orderUrl } = visit;
    const paths = ['/', '/orders', '/orders/new', '/import', '/messages'];
    // What comes and goes between two frames is not seen each time.
    const order = orderUrl ?? '';
    await expectStill(page, [...paths.map((path) => consoleUrl + path), order, order, order]);
  },
  'the console speaks Spanish': async ({ page, consoleUrl }) => {
    await page.goto(consoleUrl);
    await speak(page, 'es');
    await page.getByRole('heading', { name: 'Resumen' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Resumen' }).waitFor();
    await speak(page, 'en');
  },
} satisfies Record<string, Step>;
