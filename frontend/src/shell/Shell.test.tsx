import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { API_URL, openConsole } from '../testing/openConsole.tsx';

/** The places that the navigation leads to. */
async function places() {
  await screen.findByRole('navigation', { name: /Main|Principal/ });
  return screen
    .getAllByRole('link')
    .filter((link) => link.closest('nav'))
    .map((link) => link.textContent);
}

test('each role sees what it can use', async () => {
  const customer = openConsole('/');
  expect(await places()).toEqual(['Overview', 'Orders', 'New order', 'Import', 'Inbox']);
  screen.getByText('Customer');
  customer.unmount();

  openConsole('/', { role: 'ops', subject: 'olga', local: false });
  expect(await places()).toEqual(['Overview', 'Dead letters']);
  screen.getByText('olga');
  screen.getByText('Operations');
  cleanup();

  openConsole('/', { role: 'ops', also: ['customer'], subject: 'otto', local: false });
  const both = ['Overview', 'Orders', 'New order', 'Import', 'Dead letters'];
  expect(await places()).toEqual(both);
});

test('speaks the language that is chosen, and remembers it', async () => {
  const { user } = openConsole('/');
  await user.selectOptions(await screen.findByLabelText('Language'), 'es');
  await screen.findByRole('heading', { name: 'Resumen' });
  expect(document.documentElement.lang).toBe('es');
  expect(document.title).toBe('Resumen · De pedido a factura');
  expect(localStorage.getItem('language')).toBe('es');
  await user.selectOptions(screen.getByLabelText('Idioma'), 'en');
  await screen.findByRole('heading', { name: 'Overview' });
});

test('turns dark when asked to, and follows the system again', async () => {
  const { user } = openConsole('/');
  await user.selectOptions(await screen.findByLabelText('Theme'), 'dark');
  expect(document.documentElement.style.colorScheme).toBe('dark');
  expect(localStorage.getItem('theme')).toBe('dark');
  await user.selectOptions(screen.getByLabelText('Theme'), 'system');
  expect(document.documentElement.style.colorScheme).toBe('light dark');
});

test('says that there is no network', async () => {
  openConsole('/');
  await screen.findByRole('heading', { name: 'Overview' });
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  act(() => void window.dispatchEvent(new Event('offline')));
  screen.getByText(/You are offline/);

  vi.restoreAllMocks();
  act(() => void window.dispatchEvent(new Event('online')));
  expect(screen.queryByText(/You are offline/)).toBeNull();
});

test('an address that leads nowhere says so', async () => {
  openConsole('/elsewhere');
  await screen.findByRole('heading', { name: 'There is no such page' });
});

test('a token that is refused ends the session', async () => {
  const refuse = http.get(`${API_URL}/orders`, () => HttpResponse.json({}, { status: 401 }));
  const { left } = openConsole('/', { instead: [refuse] });
  await waitFor(() => expect(left).toContain('unauthorized'));
});

test('signing out is one click', async () => {
  const { user, left } = openConsole('/');
  await user.click(await screen.findByRole('button', { name: 'Sign out' }));
  expect(left).toEqual(['signed out']);
});
