/** The overview. In English. */

export const overviewWords = {
  overview: {
    title: 'Overview',
    perMinute: 'Orders in the last hour',
    perMinuteNote: 'per minute',
    byStatus: 'By status',
    byStatusNote: (count: number) => `of the latest ${count} orders`,
    placed: 'Placed in the last hour',
    open: 'Waiting for confirmation',
    invoiced: 'With an invoice',
    gross: 'Ordered in the last hour',
    toInvoice: 'Time to invoice',
    toInvoiceNote: (count: number) =>
      count === 1 ? 'of the latest confirmed order' : `of the latest ${count} confirmed orders`,
    noInvoiceTimes: 'No confirmed order has its times yet.',
    invoiceTimesChart: (count: number, p50: string, p99: string) =>
      `Bar chart: the times of ${count === 1 ? 'one order' : `${count} orders`}, half of them within ${p50}, 99 of 100 within ${p99}.`,
    depths: 'Queues',
    waiting: 'Waiting',
    inFlight: 'In flight',
    latest: 'Latest orders',
    all: 'All orders',
    empty: 'No orders yet',
    emptyDetail: 'Place the first one, or bring a file of them.',
    chart: (total: number, most: number) =>
      `Bar chart: ${total} orders in the last 60 minutes, at most ${most} in one minute.`,
    minutesAgo: (minutes: number) => (minutes === 0 ? 'now' : `${minutes} min ago`),
    nothing: 'Nothing',
  },
};
