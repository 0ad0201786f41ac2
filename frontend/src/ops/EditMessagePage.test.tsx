import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { fakeApi } from '../testing/fakeApi.ts';
import { API_URL, openConsole } from '../testing/openConsole.tsx';
import { placed } from '../testing/orders.ts';

/** A dead letter of an order, opened by somebody of operations. */
function open(page: '' | '/edit', spoil?: (payload: string) => string) {
  const api = fakeApi({ baseUrl: API_URL });
  const stored = placed(api.orders);
  const cause = { code: 'render-failed', reason: 'font `Inter` is missing', ...(spoil && { spoil }) };
  const { letter } = api.deadLetters.park(stored, cause);
  const path = `/ops/messages/${letter.id}${page}`;
  const view = openConsole(path, { api, role: 'ops', subject: 'olga' });
  return { ...view, stored, letter, path };
}

const editor = async () => screen.findByRole('textbox', { name: 'Payload, as it shall be' });

function textOf(area: HTMLElement): string {
  if (!(area instanceof HTMLTextAreaElement)) throw new Error('no text area');
  return area.value;
}

test('shows why it is here, the order as it is now, and the payload folded', async () => {
  const { stored } = open('');
  await screen.findByRole('heading', { name: 'render-failed' });
  screen.getAllByText('font `Inter` is missing');
  const order = (term: string) => screen.getByText(term).nextElementSibling?.textContent;
  expect([order('Tells of'), order('The order now')]).toEqual(Array(2).fill('version 1, Pending'));
  const verdict = screen.getByRole('region', { name: 'Can it be replayed?' });
  within(verdict).getByText('Replayable');
  screen.getByText(stored.order.orderId, { selector: 'span' });
  const link = screen.getByRole('link', { name: 'All its messages' });
  expect(link.getAttribute('href')).toBe(`/ops/messages?orderId=${stored.order.orderId}`);
  const payload = screen.getByRole('region', { name: 'Payload' });
  within(payload).getByText('"order-status-changed.v1"');
  const folds = within(payload).getAllByRole('group');
  expect(folds[0]?.hasAttribute('open')).toBe(true);
  expect(folds.some((fold) => !fold.hasAttribute('open'))).toBe(true);
});

test('who sees everybody’s orders gets to this one', async () => {
  const api = fakeApi({ baseUrl: API_URL });
  const stored = placed(api.orders);
  const { letter } = api.deadLetters.park(stored, { code: 'render-failed', reason: 'no font' });
  openConsole(`/ops/messages/${letter.id}`, { api, role: 'ops', also: ['admin'] });
  const link = await screen.findByRole('link', { name: stored.order.orderId });
  expect(link.getAttribute('href')).toBe(`/orders/${stored.order.orderId}`);
});

test('the payload is copied as it is read', async () => {
  const { user, letter, api } = open('');
  await user.click(await screen.findByRole('button', { name: 'Copy' }));
  await screen.findByText('Copied');
  const payload = api.deadLetters.stored.get(letter.id)?.payload ?? '';
  expect(JSON.parse(await navigator.clipboard.readText())).toEqual(JSON.parse(payload));
});

test.each([
  ['Superseded', (view: ReturnType<typeof open>) => view.api.orders.move(view.stored, 'CONFIRMED', 'a', null)],
  ['Already done', (view: ReturnType<typeof open>) => view.api.deadLetters.processed.add(view.letter.eventId ?? '')],
  ['Unknown order', (view: ReturnType<typeof open>) => view.api.orders.stored.clear()],
])('a message is %s', async (words, change) => {
  const view = open('');
  change(view);
  const verdict = await screen.findByRole('region', { name: 'Can it be replayed?' });
  within(verdict).getByText(words);
});

test('in Spanish, only what the machine said is English, and marked as such', async () => {
  const api = fakeApi({ baseUrl: API_URL });
  const stored = placed(api.orders);
  const { letter } = api.deadLetters.park(stored, { code: 'render-failed', reason: 'no font' });
  openConsole(`/ops/messages/${letter.id}`, { api, role: 'ops', language: 'es' });
  const verdict = await screen.findByRole('region', { name: '¿Se puede reenviar?' });
  within(verdict).getByText('No se procesó este cambio ni ninguno posterior del pedido.');
  expect(verdict.querySelector('[lang=en]')).toBeNull();
  for (const reason of screen.getAllByText('no font')) expect(reason.closest('[lang=en]')).not.toBeNull();
});

test('what is no JSON is shown as it is, with where it breaks, and cannot be edited', async () => {
  const first = open('', () => '{"type": "order-status-changed.v1",}');
  await screen.findByText(/Line 1, column 36: the comma before this bracket is one too many\./);
  screen.getByText('{"type": "order-status-changed.v1",}');
  screen.getByText('Invalid');
  first.unmount();
  open('/edit', () => 'not json');
  await screen.findByText(/This payload is no JSON object/);
});

test('an edit is a patch; faults of the schema are told with their line', async () => {
  const { user } = open('/edit', (payload) => payload.replace('"EUR"', '"euro"'));
  const area = await editor();
  await screen.findByText('Three capital letters, the code of a currency, such as EUR');

  fireEvent.change(area, { target: { value: textOf(area).replace('"euro"', '"Euro"') } });
  await screen.findByText('The API finds one fault');
  const line = textOf(area).split('\n').findIndex((text) => text.includes('"Euro"')) + 1;
  await user.click(screen.getByRole('button', { name: `Line ${line}` }));
  expect(document.activeElement).toBe(area);

  fireEvent.change(area, { target: { value: textOf(area).replace('"Euro"', '"EUR"') } });
  await screen.findByText('The API finds no fault in it.');
  const diff = screen.getByRole('group', { name: 'What changes' });
  expect(within(diff).getByText(/removed/).parentElement?.textContent).toContain('"euro"');
  expect(within(diff).getByText(/added/).parentElement?.textContent).toContain('"EUR"');

  await user.click(screen.getByRole('button', { name: 'Go on to the replay' }));
  const patch = await screen.findByLabelText('Merge patch');
  expect(JSON.parse(textOf(patch))).toEqual({ order: { currency: 'EUR' } });
});

test('invalid JSON is told with line and column, and the way there', async () => {
  const { user } = open('/edit');
  const area = await editor();
  fireEvent.change(area, { target: { value: '{\n  "type": yes\n}' } });
  await screen.findByText(/Line 2, column 11: `yes` is no JSON value/);
  await user.click(screen.getByRole('button', { name: 'Line 2' }));
  expect(area).toHaveProperty('selectionStart', 12);
  fireEvent.change(area, { target: { value: '[]' } });
  await screen.findByText('The payload has to stay an object, in braces.');
});

test('a member set to null is removed: by the patch, in the diff, and in words', async () => {
  const { user } = open('/edit');
  const area = await editor();
  const before = JSON.parse(textOf(area));
  const changed = { ...before, order: { ...before.order, locale: null, nowhere: null } };
  fireEvent.change(area, { target: { value: JSON.stringify(changed, null, 2) } });
  const diff = await screen.findByRole('group', { name: 'What changes' });
  const [removed, ...others] = within(diff).getAllByText(/removed/);
  expect(removed?.parentElement?.textContent).toContain('"locale"');
  expect([others, within(diff).queryAllByText(/added/)]).toEqual([[], []]);
  screen.getByText('/order/locale, /order/nowhere');
  await user.click(screen.getByRole('button', { name: 'Go on to the replay' }));
  const patch = await screen.findByLabelText('Merge patch');
  expect(JSON.parse(textOf(patch))).toEqual({ order: { locale: null, nowhere: null } });
});

test('null where there was nothing changes nothing', async () => {
  open('/edit');
  const area = await editor();
  const changed = { ...JSON.parse(textOf(area)), nothing: null };
  fireEvent.change(area, { target: { value: JSON.stringify(changed) } });
  await screen.findByText('Nothing is changed yet.');
});

test('an edit is there again after a reload, and gone when taken back', async () => {
  const first = open('/edit');
  const area = await editor();
  fireEvent.change(area, { target: { value: textOf(area).replace('Chair', 'Stool') } });
  first.unmount();
  const { user } = openConsole(first.path, { api: first.api, role: 'ops', subject: 'olga' });
  await screen.findByText('Your edit was restored.');
  expect(textOf(await editor())).toContain('Stool');
  await user.click(screen.getByRole('button', { name: 'Back to the original' }));
  await waitFor(async () => expect(textOf(await editor())).not.toContain('Stool'));
});

test('a message that is gone says so', async () => {
  openConsole('/ops/messages/gone', { role: 'ops' });
  await screen.findByRole('heading', { name: 'This message is not here any more' });
});
