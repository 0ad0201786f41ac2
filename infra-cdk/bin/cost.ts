/**
 * Prints what a month in production costs.
 *
 *     npm run cost                          # the example usage
 *     npm run cost -- orders=200000 smsPerOrder=1
 */
import { monthlyCost } from '../lib/cost/monthly-cost.ts';
import { PRICES } from '../lib/cost/prices.ts';
import { EXAMPLE_USAGE } from '../lib/cost/usage.ts';

const usage = { ...EXAMPLE_USAGE, ...Object.fromEntries(process.argv.slice(2).map(setting)) };
const lines = monthlyCost(usage, PRICES);
const total = lines.reduce((sum, { dollars }) => sum + dollars, 0);

console.log(`List prices of ${PRICES.region}, as of ${PRICES.asOf}, in US dollars a month`);
for (const [name, value] of Object.entries(usage)) {
  console.log(`  ${name.padEnd(26)} ${String(value).padStart(10)}`);
}
for (const { what, dollars } of [...lines, { what: 'Total', dollars: total }]) {
  console.log(`${what.padEnd(28)} ${dollars.toFixed(2).padStart(10)}`);
}
console.log(
  `${'For each 1,000 orders'.padEnd(28)} ${((1000 * total) / usage.orders).toFixed(2).padStart(10)}`,
);

function setting(argument: string): [string, number] {
  const [name = '', text = ''] = argument.split('=');
  const value = Number(text);
  if (!(name in EXAMPLE_USAGE) || text === '' || !(value >= 0)) {
    throw new Error(
      `cannot read \`${argument}\`: expected <name>=<number>, ` +
        `where <name> is one of ${Object.keys(EXAMPLE_USAGE).join(', ')}`,
    );
  }
  return [name, value];
}
