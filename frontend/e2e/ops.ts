/**
 * What an operator does with a dead letter: sees why it is there, mends it, replays it, and finds it
 * in the history. There have to be two with the code `render-failed`, of an order that exists, whose
 * version was not processed.
 */
import { inspect } from './inspect.ts';
import { loseEach } from './offline.ts';
import { signIn, signOut } from './signIn.ts';
import { expectEqual, type Step, type Visit } from './step.ts';
import { expectStill } from './still.ts';

const CODE = 'render-failed';

const editorOf = ({ page }: Visit) =>
  page.getByRole('textbox', { name: 'Payload, as it shall be' });

/** As somebody types it: the whole text, with one part replaced. */
async function replace(visit: Visit, pattern: RegExp, by: string) {
  const editor = editorOf(visit);
  const text = await editor.inputValue();
  if (!pattern.test(text)) throw new Error(`the payload has nothing like ${pattern}`);
  await editor.fill(text.replace(pattern, by));
}

export const opsSteps = {
  'others do not see the dead letters': async ({ page, consoleUrl }) => {
    await page.goto(`${consoleUrl}/ops`);
    await page.getByText('This is not yours to do').waitFor();
    expectEqual(await page.locator('nav a[href="/ops"]').count(), 0, 'ways to the dead letters');
    await inspect(page, 'ops-not-yours');
  },
  'an operator sees why messages are dead': async (visit) => {
    const { page } = visit;
    await signOut(page);
    await signIn(page, 'ops', `${visit.subject}-ops`);
    await page.getByRole('region', { name: 'Queues' }).getByText('In flight').first().waitFor();
    await inspect(page, 'overview-ops');
    await page.getByRole('link', { name: 'Dead letters' }).first().click();
    await page.getByRole('heading', { name: 'Dead letters', level: 1 }).waitFor();
    await page.getByRole('link', { name: CODE, exact: true }).first().waitFor();
    await inspect(page, 'ops');
    await page.getByRole('link', { name: CODE, exact: true }).first().click();
    await page.getByRole('heading', { name: 'Messages', level: 1 }).waitFor();
    await page.getByRole('table').waitFor();
    await inspect(page, 'ops-messages');
  },
  'messages are listed by what a replay would do': async ({ page }) => {
    const verdict = page.getByRole('combobox', { name: 'Verdict' });
    const rows = page.locator('tbody tr');
    await verdict.selectOption('replayable');
    await page.waitForURL(/verdict=replayable/);
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    const others = await rows.filter({ hasNotText: 'Replayable' }).count();
    expectEqual(others, 0, 'messages with another verdict');
    await verdict.selectOption('unknown-order');
    await page.getByText('Nothing matches').waitFor();
    await verdict.selectOption('Any verdict');
    await rows.first().waitFor();
  },
  'a message shows its reason, its order and whether it can be replayed': async (visit) => {
    const { page } = visit;
    await page.getByRole('link', { name: CODE, exact: true }).first().click();
    await page.getByRole('heading', { name: CODE, level: 1 }).waitFor();
    await page.getByRole('region', { name: 'Can it be replayed?' }).getByText('Replayable').waitFor();
    visit.messageUrl = page.url();
    await inspect(page, 'ops-message');
  },
  'an edit tells where JSON breaks, and what the schema refuses': async (visit) => {
    const { page } = visit;
    await page.getByRole('link', { name: 'Edit and replay…' }).click();
    await editorOf(visit).waitFor();
    await replace(visit, /"currency": "[A-Z]{3}"/, '"currency": EUR');
    await page.getByText('No JSON yet').waitFor();
    await page.getByText(/Line \d+, column \d+: `EUR` is no JSON value/).waitFor();
    await inspect(page, 'ops-edit-broken');
    await replace(visit, /"currency": EUR/, '"currency": "euro"');
    await page.getByText(/The API finds (one|\d+) fault/).waitFor();
    await page.getByText('/order/currency').first().waitFor();
    await inspect(page, 'ops-edit-faults');
  },
  'a reload loses nothing of the edit, and what is mended can go on': async (visit) => {
    const { page } = visit;
    await page.reload();
    await page.getByText('Your edit was restored.').waitFor();
    await replace(visit, /"currency": "euro"/, '"currency": "EUR"');
    await replace(visit, /("buyer": \{[^]*?"name": ")[^"]*"/, '$1Leonie Köhler-Maier"');
    await page.getByText('The API finds no fault in it.').waitFor();
    await page.getByRole('group', { name: 'What changes' }).getByText('Köhler-Maier').waitFor();
    await inspect(page, 'ops-edit');
    await page.getByRole('button', { name: 'Go on to the replay' }).click();
    await page.getByRole('heading', { name: 'Replay', level: 1 }).waitFor();
  },
  'a dry run shows what would go, and nothing goes without a yes': async (visit) => {
    const { page } = visit;
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('Say why: it stands in the history').waitFor();
    await page.getByLabel('Reason').fill(`The font is back (${visit.subject})`);
    await page.getByLabel('Canary').fill('1');
    await page.getByRole('button', { name: 'Dry run' }).click();
    const plan = page.getByRole('region', { name: 'Dry run: what would happen' });
    // Nothing but the name that was mended.
    const changes = plan.getByRole('group', { name: 'What changes' });
    await changes.getByText('Köhler-Maier').waitFor();
    expectEqual(await changes.getByText('−', { exact: true }).count(), 1, 'lines that are removed');
    expectEqual(await changes.getByText('+', { exact: true }).count(), 1, 'lines that are added');
    await page.getByRole('button', { name: 'Replay 1 message…' }).click();
    await page.getByText('Send 1 message again?').waitFor();
    await inspect(page, 'ops-dry-run');
  },
  'the replay is followed until the message went through': async (visit) => {
    const { page } = visit;
    await page.getByRole('button', { name: 'Yes, replay 1 message' }).dblclick();
    await page.waitForURL(/\/ops\/replays\/(?!new)[^/?]+$/);
    await page.getByText('Each message has its outcome.').waitFor();
    const went = page.getByText('Went through', { exact: true }).locator('xpath=following-sibling::dd');
    expectEqual(await went.textContent(), '1', 'messages that went through');
    visit.replayUrl = page.url();
    await inspect(page, 'ops-replay');
  },
  'the history says who did it, and why': async (visit) => {
    const { page } = visit;
    await page.getByRole('link', { name: 'All replays' }).click();
    const row = page.getByRole('row').filter({ hasText: `The font is back (${visit.subject})` });
    await row.getByText(`${visit.subject}-ops`).waitFor();
    await row.getByText('1 went through, 0 came back').waitFor();
    expectEqual(await row.count(), 1, 'entries in the history');
    await inspect(page, 'ops-history');
    await page.goto(visit.messageUrl ?? '');
    await page.getByRole('heading', { name: 'This message is not here any more' }).waitFor();
  },
  'an operator is shown no list of orders that is not theirs': async ({ page, consoleUrl }) => {
    await page.goto(`${consoleUrl}/orders`);
    await page.getByText('You have no orders of your own').waitFor();
    await inspect(page, 'ops-orders');
    // An id that is none is told in words.
    await page.getByLabel('Order id').fill('INV-2026-000001');
    await page.getByRole('button', { name: 'Its dead letters' }).click();
    await page.getByRole('alert').getByText(/The id of an order: a UUID/).waitFor();
  },
  'without a network, each page of operators keeps what it shows': async (visit) => {
    const paths = ['/', '/ops', '/ops/messages', '/ops/replays', '/ops/replays/new'];
    await loseEach(visit, [...paths.map((path) => visit.consoleUrl + path), visit.replayUrl ?? '']);
  },
  'nothing moves while a page of operators loads': async ({ page, consoleUrl, replayUrl }) => {
    const paths = ['/ops', '/ops/messages', '/ops/replays', '/ops/replays/new'];
    await expectStill(page, [...paths.map((path) => consoleUrl + path), replayUrl ?? '']);
  },
} satisfies Record<string, Step>;
