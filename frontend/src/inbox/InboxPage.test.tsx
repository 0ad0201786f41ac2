import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import type { Message } from '../api/inbox.ts';
import { inboxAfter } from '../testing/fakeInbox.ts';
import { openConsole } from '../testing/openConsole.tsx';

const ORDER = '01a20df5-0736-7000-8000-000000000001';

const about = { at: '2026-11-24T12:00:00.000Z', orderId: ORDER, eventId: `${ORDER}.1` };
const messages: Message[] = [
  {
    ...about,
    id: '3',
    kind: 'email',
    to: 'ada@example.com',
    subject: 'Invoice issued: INV-2026-000001',
    body: 'Invoice issued\n\nhttps://shop.example/orders/1 <b>not markup</b>',
  },
  { ...about, id: '2', kind: 'sms', to: '+15555550100', body: 'Order received: €1' },
  { ...about, id: '1', kind: 'email', to: 'ada@example.com', subject: null, body: 'Older' },
];

test('shows the newest e-mail as a mail program does, and another when it is chosen', async () => {
  const { user } = openConsole('/messages', { messages });
  const mails = await screen.findByRole('region', { name: 'E-mails' });
  within(mails).getByRole('heading', { name: 'Invoice issued: INV-2026-000001' });
  within(mails).getByText(/To ada@example.com/);
  within(mails).getByText(/<b>not markup<\/b>/);
  const link = within(mails).getByRole('link', { name: 'https://shop.example/orders/1' });
  expect(link.getAttribute('href')).toBe('https://shop.example/orders/1');
  expect(within(mails).getByRole('link', { name: 'See the order' }).getAttribute('href')).toBe(
    `/orders/${ORDER}`,
  );

  await user.click(within(mails).getByRole('button', { name: /no subject/ }));
  within(mails).getByText('Older');
});

test('shows texts as a phone does, with their length', async () => {
  openConsole('/messages', { messages });
  const phone = await screen.findByRole('region', { name: 'Text messages' });
  within(phone).getByText('Order received: €1');
  within(phone).getByText(/18 characters, 1 message/);
});

test('says so when nothing was sent', async () => {
  openConsole('/messages');
  await screen.findByText('Nothing was sent yet');
});

test('asks only for what is new, and begins anew with another stack', async () => {
  const [newest, ...older] = messages;
  if (newest === undefined) throw new Error('there are messages');
  const asked: (string | null)[] = [];
  const inbox = [...older];
  const answer = http.get('*/inbox', ({ request }) => {
    const after = new URL(request.url).searchParams.get('after');
    asked.push(after);
    return HttpResponse.json(inboxAfter(inbox, after));
  });
  openConsole('/messages', { instead: [answer] });
  await screen.findByText('Older');
  inbox.unshift(newest);
  await screen.findByRole('heading', { name: newest.subject ?? '' }, { timeout: 10_000 });
  // What was known is still there.
  screen.getByRole('button', { name: /no subject/ });
  expect(asked.slice(0, 2)).toEqual([null, '2']);

  inbox.splice(0, inbox.length, { ...newest, id: '9', subject: 'From another stack' });
  await screen.findByRole('heading', { name: 'From another stack' }, { timeout: 10_000 });
  expect(screen.queryByRole('button', { name: /no subject/ })).toBeNull();
  expect(asked.at(-1)).toBe('3');
});

test('tells that there are no messages to be had', async () => {
  const refuse = http.get('*/inbox', () => HttpResponse.json({}, { status: 400 }));
  openConsole('/messages', { instead: [refuse] });
  await screen.findByText('This could not be loaded');
});

test('is not there where messages really are sent', async () => {
  openConsole('/messages', { local: false });
  await screen.findByRole('heading', { name: 'There is no such page' });
  expect(screen.queryByRole('link', { name: 'Inbox' })).toBeNull();
});

test('of thousands of messages, the latest are shown, and it says so', async () => {
  const many = Array.from({ length: 150 }, (_, index): Message[] => [
    { ...about, id: `e${index}`, kind: 'email', to: 'ada@example.com', subject: `No. ${index}`, body: '' },
    { ...about, id: `s${index}`, kind: 'sms', to: '+15555550100', body: `No. ${index}` },
  ]).flat();
  openConsole('/messages', { messages: many });
  await screen.findByText(/The latest 100 of each kind are shown/);
  const mails = within(screen.getByRole('region', { name: 'E-mails' }));
  expect(mails.getAllByRole('button').map((button) => button.textContent).at(-1)).toMatch(/^No. 99/);
  const texts = within(screen.getByRole('region', { name: 'Text messages' }));
  expect(texts.getAllByRole('listitem')).toHaveLength(100);
});
