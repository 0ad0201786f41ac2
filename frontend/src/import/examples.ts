/** Files to begin with. */
export const exampleCsv = `order,buyer.name,buyer.email,buyer.address.line1,buyer.address.city,buyer.address.country,currency,line.description,line.quantity,line.unitPriceMinor,line.taxRateBasisPoints
1,Leonie Köhler,leonie@example.com,Theodor-Heuss-Straße 34,Stuttgart,DE,EUR,Chair,2,4999,1900
1,,,,,,,Field guide,1,2450,700
2,Bjørn Hansen,bjorn@example.com,Ullevålsveien 14,Oslo,NO,NOK,Lamp,1.5,29900,2500
`;

const order = {
  buyer: {
    name: 'Leonie Köhler',
    address: { line1: 'Theodor-Heuss-Straße 34', city: 'Stuttgart', country: 'DE' },
  },
  currency: 'EUR',
  lines: [
    { description: 'Chair', quantity: '2', unitPriceMinor: 4999, taxRateBasisPoints: 1900 },
  ],
};

export const exampleJsonLines = `${JSON.stringify(order)}\n`;
