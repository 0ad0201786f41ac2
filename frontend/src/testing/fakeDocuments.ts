/** The documents of orders as handlers of MSW: a redirect, and what it leads to. */
import { HttpResponse, http, type RequestHandler } from 'msw';
import type { DocumentKind } from '../api/documents.ts';
import type { OrderStatus } from '../api/types.ts';
import type { Claims } from '../session/claims.ts';
import { type FakeOrders, latestEvent, type StoredOrder } from './fakeOrders.ts';
import { fakePdf } from './fakePdf.ts';
import { noSuchOrder, problem } from './problems.ts';

const PROBLEM = { 'Content-Type': 'application/problem+json' };

/** Makes the document of an event (`order-status-changed.v1`). */
export type Draw = (name: string, event: string) => Promise<Uint8Array<ArrayBuffer>>;

export function fakeDocuments(
  options: {
    readonly baseUrl: string;
    readonly documentsAfterMs: number;
    readonly draw?: Draw | undefined;
  },
  orders: FakeOrders,
  callerOf: (request: Request) => Claims,
): RequestHandler[] {
  const { baseUrl, documentsAfterMs, draw = async (name) => fakePdf(name) } = options;
  /** Events by the names of the documents that they were asked for. */
  const asked = new Map<string, string>();

  const document = (kind: DocumentKind) =>
    http.get<{ orderId: string }>(
      `${baseUrl}/orders/:orderId/${kind}`,
      ({ request, params }) => {
        const stored = orders.seen(params.orderId, callerOf(request));
        const issued = kind === 'invoice' ? stored?.order.invoice : stored?.order.creditNote;
        if (!stored || !issued) return HttpResponse.json(noSuchOrder, { status: 404, headers: PROBLEM });
        if (Date.now() - Date.parse(issued.issuedAt) < documentsAfterMs) {
          const detail = 'ask again in a moment';
          return HttpResponse.json(
            problem(404, 'document-on-its-way', 'The document is on its way', detail),
            { status: 404, headers: { ...PROBLEM, 'Retry-After': '1' } },
          );
        }
        const version = new URL(request.url).searchParams.get('version');
        const shown = stored.events.find(({ eventId }) => version === `kept-${eventId}`);
        if (version !== null && !shown) {
          return HttpResponse.json(noSuchOrder, { status: 404, headers: PROBLEM });
        }
        const name = `${issued.number}-${shown?.status ?? stored.order.status}.pdf`;
        asked.set(name, latestEvent(asItWas(stored, kind, shown?.status)));
        const url = `${baseUrl}/documents/${name}`;
        return new HttpResponse(null, { status: 302, headers: { Location: url } });
      },
    );

  const pdf = http.get<{ name: string }>(`${baseUrl}/documents/:name`, async ({ params }) => {
    const bytes = await draw(params.name, asked.get(params.name) ?? '');
    return HttpResponse.arrayBuffer(bytes.buffer, {
      headers: { 'Content-Type': 'application/pdf' },
    });
  });

  return [document('invoice'), document('credit-note'), pdf];
}

/** The order when a document of it was made. */
function asItWas(stored: StoredOrder, kind: DocumentKind, status?: OrderStatus): StoredOrder {
  const { creditNote, ...order } = stored.order;
  const withNote = kind === 'credit-note' && creditNote ? { creditNote } : {};
  return { ...stored, order: { ...order, ...withNote, status: status ?? order.status } };
}
