/** What a customer does: signs in, orders, confirms, reads the invoice. */
import { readFile } from 'node:fs/promises';
import { inspect } from './inspect.ts';
import { signIn } from './signIn.ts';
import { expectEqual, type Step, type Visit } from './step.ts';
import { expectStill } from './still.ts';

/** 2 × 49.99 + 1.5 × 20.00 − 10 %, and the taxes on it. */
const TOTAL = '€135.97';

/** With a word that is longer than any page is wide. */
const NOTES = `Ring twice: ${'tring'.repeat(40)}`;

async function go(visit: Visit, place: string, heading = place) {
  await visit.page.getByRole('link', { name: place, exact: true }).first().click();
  await visit.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
}

async function fillDraft({ page, subject }: Visit) {
  await page.getByLabel('Name', { exact: true }).fill('Leonie Köhler');
  await page.getByLabel('E-mail').fill('leonie@example.com');
  await page.getByLabel('Street and number').fill('Theodor-Heuss-Straße 34');
  await page.getByLabel('City').fill('Stuttgart');
  await page.getByLabel('Country').selectOption('DE');
  await page.getByLabel('Your reference').fill(subject);
  const first = page.getByRole('listitem', { name: 'Line 1' });
  await first.getByLabel('Description').fill('Chair');
  await first.getByLabel('Quantity').fill('2');
  await first.getByLabel('Unit price').fill('49.99');
  await first.getByLabel('Tax %').fill('19');
  // By keyboard from here.
  await page.keyboard.press('Enter');
  await page.keyboard.type('Field guide');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('1.5');
  await page.keyboard.press('Tab');
  await page.keyboard.type('20');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('7');
  await page.getByLabel('Kind of discount').selectOption('percent');
  await page.getByLabel('How much (%)').fill('10');
}

export const customerSteps = {
  'the way in is there, and axe finds nothing wrong with it': async ({ page, consoleUrl }) => {
    await page.goto(consoleUrl);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await inspect(page, 'sign-in');
  },
  'a customer signs in and is back where they were': async ({ page, consoleUrl, subject }) => {
    await page.goto(`${consoleUrl}/import`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    await inspect(page, 'who-are-you');
    await page.getByLabel('Name').fill(subject);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Import', level: 1 }).waitFor();
  },
  'without orders, each page says so': async (visit) => {
    await go(visit, 'Overview');
    await visit.page.getByText('No orders yet').waitFor();
    await inspect(visit.page, 'overview-empty');
    await go(visit, 'Orders');
    await visit.page.getByText('No orders yet').waitFor();
  },
  'an order that is not complete names its fields': async (visit) => {
    const { page } = visit;
    await go(visit, 'New order');
    await page.getByRole('button', { name: 'Place order' }).click();
    await page.getByText(/fields need your attention/).waitFor();
    await inspect(page, 'new-order-faults');
    await page.getByRole('link', { name: 'City' }).click();
    // The fault leads to its field.
    await page.locator('[name="buyer.address.city"]:focus').waitFor();
  },
  'totals follow while one types, and a reload loses nothing': async (visit) => {
    const { page } = visit;
    await fillDraft(visit);
    await page.getByText(TOTAL, { exact: true }).waitFor();
    await page.reload();
    await page.getByText('Your draft was restored.').waitFor();
    await page.getByText(TOTAL, { exact: true }).waitFor();
    await inspect(page, 'new-order');
    // Everything that can be opened.
    await page.getByText('Discount, article, tax category').first().click();
    await page.getByLabel('Ship to another address').check();
    await inspect(page, 'new-order-open');
    await page.getByLabel('Ship to another address').uncheck();
  },
  'two clicks and a lost answer are one order': async (visit) => {
    const { page } = visit;
    // The first answer is lost on its way.
    let lost = 0;
    await page.route('**/orders', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    const submit = page.getByRole('button', { name: 'Place order' });
    await submit.click();
    await page.getByText('No answer came').waitFor();
    await submit.dblclick();
    await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
    await page.unroute('**/orders');
    visit.orderUrl = page.url();
    await page.getByText(TOTAL).first().waitFor();
    // Each key went where it belongs.
    await page.getByRole('cell', { name: 'Field guide', exact: true }).waitFor();
    await go(visit, 'Orders');
    await page.getByRole('cell', { name: visit.subject }).first().waitFor();
    expectEqual(lost, 1, 'answers lost');
    expectEqual(await page.getByRole('cell', { name: visit.subject }).count(), 1, 'orders');
  },
  'a pending order can be changed, and a reload loses nothing of it': async (visit) => {
    const { page } = visit;
    const editUrl = `${visit.orderUrl}/edit`;
    await expectStill(page, [editUrl]);
    await page.getByLabel('Notes').fill(NOTES);
    await page.reload();
    await page.getByText('Your changes were restored.').waitFor();
    expectEqual(await page.getByLabel('Notes').inputValue(), NOTES, 'the notes');
    await page.getByText(TOTAL, { exact: true }).waitFor();
    await inspect(page, 'order-edit');
    await page.getByRole('button', { name: 'Save the changes' }).click();
    await page.waitForURL(visit.orderUrl ?? '');
    await page.getByText(NOTES).waitFor();
    await page.getByText('Order amended').waitFor();
  },
  'a confirmed order gets its invoice, shown in the page': async (visit) => {
    const { page } = visit;
    await page.goto(visit.orderUrl ?? '');
    await page.getByRole('button', { name: 'Confirm order' }).click();
    await inspect(page, 'order-confirm');
    await page.getByLabel('Reason').fill('As agreed');
    await page.getByRole('button', { name: 'Confirm order' }).click();
    await page.getByText('The order is now: Confirmed.').waitFor();
    await page.getByTitle(/^Document INV-/).waitFor();
    visit.invoiceNumber = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
    if (!visit.invoiceNumber.startsWith('INV-')) throw new Error(`found ${visit.invoiceNumber}`);
    await page.getByText('“As agreed”').waitFor();
  },
  'the invoice can be downloaded': async ({ page, invoiceNumber }) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    expectEqual(download.suggestedFilename(), `${invoiceNumber}.pdf`, 'the name of the file');
    const bytes = await readFile(await download.path());
    expectEqual(bytes.subarray(0, 5).toString(), '%PDF-', 'how the file begins');
  },
  'the history tells when each station of the pipeline was reached': async ({ page }) => {
    const history = page.getByRole('region', { name: 'History' });
    for (const station of ['read from the stream, queued', 'document kept', 'notified']) {
      await history.getByText(new RegExp(`^→? ?${station} \\+`)).last().waitFor();
    }
  },
  'the order shows what was sent': async ({ page, invoiceNumber }) => {
    const sent = page.getByRole('region', { name: 'Notifications' });
    await sent.getByText(`Invoice issued: ${invoiceNumber}`).first().waitFor();
    await inspect(page, 'order');
  },
  'the e-mail is in the inbox': async (visit) => {
    const { page, invoiceNumber } = visit;
    await go(visit, 'Inbox');
    const mails = page.getByRole('region', { name: 'E-mails' });
    await mails.getByRole('button', { name: `Invoice issued: ${invoiceNumber}` }).click();
    await mails.getByRole('heading', { name: `Invoice issued: ${invoiceNumber}` }).waitFor();
    await inspect(page, 'inbox');
  },
  'somebody else sees nothing of it': async (visit) => {
    const { page } = visit;
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, 'customer', `${visit.subject}-other`);
    await page.goto(visit.orderUrl ?? '');
    await page.getByRole('heading', { name: 'There is no such order' }).waitFor();
    await inspect(page, 'order-not-found');
    await page.goto(`${visit.consoleUrl}/elsewhere`);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await inspect(page, 'not-found');
  },
} satisfies Record<string, Step>;
