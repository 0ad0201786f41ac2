import { screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { API_URL, openConsole } from '../testing/openConsole.tsx';
import { orderRequest } from '../testing/orders.ts';
import { invalidBody } from '../testing/problems.ts';
import { server } from '../testing/server.ts';
import { forgetJob } from './jobStore.ts';

/** A fresh person for each test: an import outlives its page. */
let people = 0;
const somebody = () => `importer-${++people}`;

function orders(count: number, more: object = {}) {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({ ...orderRequest({ purchaseOrderReference: `R-${index}` }), ...more }),
  );
}

async function choose(user: UserEvent, lines: readonly string[], name = 'orders.jsonl') {
  const input = await screen.findByLabelText(/Choose a file|Elige un archivo/);
  await user.upload(input, new File([lines.join('\n')], name, { type: 'application/json' }));
}

test('places every order of a file once, also when the file comes again', async () => {
  const subject = somebody();
  const { user, api } = openConsole('/import', { subject });
  const [one = ''] = orders(1);
  // Two that say the same are two.
  const lines = [...orders(5), one];
  await choose(user, lines);
  await user.click(await screen.findByRole('button', { name: 'Place the orders' }));
  await screen.findByText('All orders were placed.');
  screen.getByText('6 of 6 orders');
  expect(api.orders.stored.size).toBe(6);

  await user.click(screen.getByRole('button', { name: 'Another file' }));
  await choose(user, lines, 'again.jsonl');
  await user.click(await screen.findByRole('button', { name: 'Place the orders' }));
  await screen.findByText('All orders were placed.');
  expect(api.orders.stored.size).toBe(6);
});

test('tells which row has which fault, and places the others', async () => {
  const { user, api } = openConsole('/import', { subject: somebody() });
  const exempt = orders(1, {
    lines: [
      {
        description: 'Book',
        quantity: '1',
        unitPriceMinor: 100,
        taxRateBasisPoints: 0,
        taxCategory: 'EXEMPT',
      },
    ],
  });
  await choose(user, [...orders(1), ...exempt, '{"broken', ...orders(2).slice(1)]);
  await user.click(await screen.findByRole('button', { name: 'Place the orders' }));
  await screen.findByText('Finished. Some orders were refused.');
  await screen.findByRole('row', {
    name: '2 /lines/0/taxExemptionReason A reason why no tax is due (EN 16931 BR-E-10)',
  });
  screen.getByRole('row', { name: /^3 –/ });
  expect(api.orders.stored.size).toBe(2);
});

test('what is no JSON is told with its place, in the reader’s language', async () => {
  const { user } = openConsole('/import', { subject: somebody(), language: 'es' });
  await choose(user, ['[{"buyer":', '  nothing}]'], 'orders.json');
  await screen.findByText('Línea 2, carácter 3: desde ahí no es JSON.');
  await choose(user, [...orders(1), '{"buyer": ', '[]']);
  await screen.findByRole('row', { name: '2 – Desde el carácter 11 esto no es JSON.' });
  const why = screen.getByRole('cell', { name: 'Esto no es un objeto, entre llaves.' });
  expect(why.querySelector('[lang]')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Hacer los pedidos' }));
  await screen.findByText('Terminado. Algunos pedidos se rechazaron.');
  // Another attempt would read them no better.
  expect(screen.queryByRole('button', { name: 'Reintentar los rechazados' })).toBeNull();
});

test('an amount of a CSV file that is no whole number is a fault of its row', async () => {
  const { user, api } = openConsole('/import', { subject: somebody() });
  const header =
    'buyer.name,buyer.address.line1,buyer.address.city,buyer.address.country,currency,line.description,line.quantity,line.unitPriceMinor,line.taxRateBasisPoints';
  const rows = [
    'Kari,Gate 2,Bergen,NO,NOK,Lamp,1.5,29900,2500',
    'Ola,Gate 3,Bergen,NO,NOK,Lamp,1,"299,00",2500',
    'Ola,Gate 3,Bergen,NO,NOK,Lamp,1,29900,',
  ];
  await choose(user, [header, ...rows], 'orders.csv');
  await user.click(await screen.findByRole('button', { name: 'Place the orders' }));
  await screen.findByText('Finished. Some orders were refused.');
  await screen.findByRole('row', { name: '3 /lines/0/unitPriceMinor Expected: a whole number' });
  screen.getByRole('row', { name: '4 /lines/0/taxRateBasisPoints This is needed' });
  expect(api.orders.stored.size).toBe(1);
});

test('tells faults in the reader’s language, and no pattern; an unknown one as the API does', async () => {
  const { user } = openConsole('/import', { subject: somebody(), language: 'es' });
  const errors = [
    { pointer: '/buyer/address/country', detail: 'expected text like ^[A-Z]{2}$' },
    { pointer: '/buyer/name', detail: 'this field is required' },
    { pointer: '/lines', detail: 'expected a new rule' },
  ];
  server.use(
    http.post(`${API_URL}/orders`, () => HttpResponse.json(invalidBody(errors), { status: 422 })),
  );
  await choose(user, orders(1));
  await user.click(await screen.findByRole('button', { name: 'Hacer los pedidos' }));
  await screen.findByRole('row', { name: /country Dos letras mayúsculas.* como DE$/ });
  screen.getByRole('row', { name: /name Esto es necesario$/ });
  screen.getByRole('row', { name: /lines expected a new rule$/ });
  expect(screen.getByText('expected a new rule').lang).toBe('en');
});

test('goes on after a reload where it stopped', async () => {
  const subject = somebody();
  const first = openConsole('/import', { subject });
  let answers = 0;
  server.use(
    http.post(`${API_URL}/orders`, () => {
      answers += 1;
      // The first two get through, then the API is too busy.
      if (answers <= 2) return undefined;
      return HttpResponse.json({}, { status: 503, headers: { 'Retry-After': '60' } });
    }),
  );
  await choose(first.user, orders(6));
  await first.user.click(await screen.findByRole('button', { name: 'Place the orders' }));
  await screen.findByText('The API is busy; waiting before going on.');
  await screen.findByText('2 of 6 orders');
  first.unmount();
  server.resetHandlers();

  const { user } = openConsole('/import', { subject, api: first.api });
  await screen.findByText('This import was interrupted. Go on where it stopped.');
  screen.getByText('2 of 6 orders');
  await user.click(screen.getByRole('button', { name: 'Go on' }));
  await screen.findByText('All orders were placed.');
  expect(first.api.orders.stored.size).toBe(6);
});

test('can be paused, and refused orders tried again', async () => {
  const { user, api } = openConsole('/import', { subject: somebody() });
  server.use(
    http.post(`${API_URL}/orders`, () =>
      HttpResponse.json({}, { status: 503, headers: { 'Retry-After': '60' } }),
    ),
  );
  await choose(user, orders(2));
  await user.click(await screen.findByRole('button', { name: 'Place the orders' }));
  await user.click(await screen.findByRole('button', { name: 'Pause' }));
  await screen.findByRole('button', { name: 'Place the orders' });

  server.use(http.post(`${API_URL}/orders`, () => HttpResponse.json({}, { status: 403 })));
  await user.click(screen.getByRole('button', { name: 'Place the orders' }));
  await screen.findByText('Finished. Some orders were refused.');
  server.resetHandlers(...api.handlers);
  await user.click(screen.getByRole('button', { name: 'Try the refused again' }));
  await screen.findByText('All orders were placed.');
  await waitFor(() => expect(api.orders.stored.size).toBe(2));
});

test('says so when there is nothing in the file, or it cannot be read', async () => {
  const { user } = openConsole('/import', { subject: somebody() });
  await choose(user, ['']);
  await screen.findByText('There are no orders in the file.');
  await choose(user, ['[{']);
  await screen.findByText('The file could not be read');
});

test('an import that was forgotten is gone', async () => {
  const subject = somebody();
  const first = openConsole('/import', { subject });
  await choose(first.user, orders(1));
  await screen.findByText('0 of 1 orders');
  first.unmount();
  await forgetJob(subject);
  openConsole('/import', { subject });
  await screen.findByLabelText(/Choose a file/);
});
