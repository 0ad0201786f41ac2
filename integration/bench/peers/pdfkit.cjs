// Makes invoices with pdfkit: `pdfkit.cjs <folder> <lines> <count>`.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const PDFDocument = require('pdfkit');

// Those that pdf-worker embeds, so that each maker has to cut them down to what it prints.
const fonts = join(__dirname, '../../../functions/pdf-worker/fonts');
const [folder, lines, count] = process.argv.slice(2);
const money = (minor) => (minor / 100).toLocaleString('en', { minimumFractionDigits: 2 });

function make({ order }) {
  const document = new PDFDocument({ size: 'A4', margin: 57 });
  document.on('data', () => {});
  document.font(join(fonts, 'Inter-SemiBold.otf')).fontSize(21).text('Invoice');
  document.font(join(fonts, 'Inter-Regular.otf')).fontSize(9);
  const { buyer, invoice, totals } = order;
  for (const text of [
    'Chinook Records GmbH', 'Schönhauser Allee 180', '10119 Berlin, DE', buyer.name,
    buyer.address.line1, `${buyer.address.postalCode} ${buyer.address.city}`, buyer.email,
    `Invoice no. ${invoice.number}`, `Issue date ${invoice.issuedAt.slice(0, 10)}`,
    `Order ${order.orderId}`,
  ]) {
    document.text(text);
  }
  const row = (...cells) => {
    if (document.y > 750) document.addPage();
    const { y } = document;
    const places = [57, 80, 300, 350, 420, 460];
    const widths = [20, 215, 45, 65, 35, 75];
    cells.forEach((cell, index) =>
      document.text(cell, places[index], y, { width: widths[index], align: index < 2 ? 'left' : 'right' }),
    );
    document.moveTo(57, document.y + 3).lineTo(538, document.y + 3).stroke('#ccc').moveDown();
  };
  row('#', 'Description', 'Quantity', 'Unit price', 'Tax', 'Net (EUR)');
  order.lines.forEach((line, index) =>
    row(`${index + 1}`, `${line.description} ${line.sku}`, line.quantity, money(line.unitPriceMinor),
      `${line.taxRateBasisPoints / 100}%`, money(line.netMinor)),
  );
  document.text(`Net ${money(totals.netMinor)}`, 57).text(`Tax ${money(totals.taxMinor)}`);
  document.text(`Total EUR ${money(totals.grossMinor)}`).end();
}

for (let number = 0; number < Number(count); number += 1) {
  make(JSON.parse(readFileSync(join(folder, `${lines}-${number}.json`), 'utf8')));
}
