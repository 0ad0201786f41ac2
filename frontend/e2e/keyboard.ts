/** The whole way of a customer and of an operator without a mouse: each stop can be seen, none is a trap. */
import { signOut } from './signIn.ts';
import type { Step, Visit } from './step.ts';
import { tabTo } from './tabTo.ts';

const DEAD_LETTER = 'render-failed';

async function signInByKeyboard({ page }: Visit, role: 'customer' | 'ops', subject: string) {
  await tabTo(page, page.getByRole('button', { name: 'Sign in' }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  await tabTo(page, page.locator('input[name=role]:checked'));
  for (let down = role === 'ops' ? 2 : 0; down > 0; down -= 1) await page.keyboard.press('ArrowDown');
  await tabTo(page, page.getByLabel('Name'));
  await page.keyboard.type(subject);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

/** Moves on from where the focus is, and types. */
async function type({ page }: Visit, label: string, text: string) {
  await tabTo(page, page.getByLabel(label, { exact: true }).first());
  await page.keyboard.type(text);
}

async function press({ page }: Visit, role: 'link' | 'button', name: string | RegExp) {
  await tabTo(page, page.getByRole(role, { name, exact: true }).first());
  await page.keyboard.press('Enter');
}

export const customerByKeyboard = {
  'by keyboard alone, somebody signs in and orders': async (visit) => {
    const { page, subject } = visit;
    await signOut(page);
    await signInByKeyboard(visit, 'customer', `${subject}-keys`);
    await press(visit, 'link', 'New order');
    await page.getByRole('heading', { name: 'New order', level: 1 }).waitFor();
    await type(visit, 'Name', 'Louis Braille');
    await type(visit, 'Street and number', 'Rue Touchée 1');
    await type(visit, 'City', 'Coupvray');
    await type(visit, 'Country', 'France');
    await type(visit, 'Description', 'Keyboard');
    await type(visit, 'Unit price', '99');
    await type(visit, 'Tax %', '20');
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
  },
  'and confirms, and passes the invoice without getting caught in it': async (visit) => {
    const { page } = visit;
    await press(visit, 'button', 'Confirm order');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('Felt right');
    await page.keyboard.press('Enter');
    await page.getByText('The order is now: Confirmed.').waitFor();
    await page.getByTitle(/^Document INV-/).waitFor();
    await tabTo(page, page.getByRole('link', { name: 'Download' }));
    await press(visit, 'link', 'All orders');
    await page.getByRole('heading', { name: 'Orders', level: 1 }).waitFor();
  },
} satisfies Record<string, Step>;

export const operatorByKeyboard = {
  'by keyboard alone, an operator signs in and finds a dead letter': async (visit) => {
    const { page, consoleUrl, subject } = visit;
    await page.goto(consoleUrl);
    await signOut(page);
    await signInByKeyboard(visit, 'ops', `${subject}-ops-keys`);
    await press(visit, 'link', 'Dead letters');
    await page.getByRole('heading', { name: 'Dead letters', level: 1 }).waitFor();
    await page.getByRole('link', { name: DEAD_LETTER, exact: true }).first().waitFor();
    await press(visit, 'link', DEAD_LETTER);
    await page.getByRole('heading', { name: 'Messages', level: 1 }).waitFor();
    await page.getByRole('table').waitFor();
  },
  'and replays it': async (visit) => {
    const { page } = visit;
    await press(visit, 'link', 'Replay these…');
    await page.getByRole('heading', { name: 'Replay', level: 1 }).waitFor();
    await type(visit, 'Reason', 'Without a mouse');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Dry run: what would happen' }).waitFor();
    await press(visit, 'button', /^Replay \d+ messages?…$/);
    await page.getByText(/^Send \d+ messages? again\?$/).waitFor();
    await press(visit, 'button', /^Yes, replay/);
    await page.getByText('Each message has its outcome.').waitFor();
  },
} satisfies Record<string, Step>;
