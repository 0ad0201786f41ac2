/** The overview. In Spanish. */
import type { overviewWords as English } from '../en/overview.ts';

export const overviewWords: typeof English = {
  overview: {
    title: 'Resumen',
    perMinute: 'Pedidos en la última hora',
    perMinuteNote: 'por minuto',
    byStatus: 'Por estado',
    byStatusNote: (count) => `de los últimos ${count} pedidos`,
    placed: 'Recibidos en la última hora',
    open: 'Por confirmar',
    invoiced: 'Con factura',
    gross: 'Importe de la última hora',
    toInvoice: 'Tiempo hasta la factura',
    toInvoiceNote: (count) =>
      count === 1 ? 'del último pedido confirmado' : `de los últimos ${count} pedidos confirmados`,
    noInvoiceTimes: 'Ningún pedido confirmado tiene sus tiempos todavía.',
    invoiceTimesChart: (count, p50, p99) =>
      `Gráfico de barras: los tiempos de ${count === 1 ? 'un pedido' : `${count} pedidos`}, la mitad en ${p50}, 99 de 100 en ${p99}.`,
    depths: 'Colas',
    waiting: 'En espera',
    inFlight: 'En proceso',
    latest: 'Últimos pedidos',
    all: 'Todos los pedidos',
    empty: 'Aún no hay pedidos',
    emptyDetail: 'Haz el primero o trae un archivo con varios.',
    chart: (total, most) =>
      `Gráfico de barras: ${total} pedidos en los últimos 60 minutos, como máximo ${most} en un minuto.`,
    minutesAgo: (minutes) => (minutes === 0 ? 'ahora' : `hace ${minutes} min`),
    nothing: 'Nada',
  },
};
