/**
 * Prints what a month costs, for each profile in lib/cost/profiles: by service, before and after the
 * optimisations, against its target.
 *
 *     npm run cost
 *     npm run cost -- --json | --markdown | --help
 */
import { costReports } from '../test/cost-reports.ts';
import { markdownOf } from '../lib/cost/report.ts';
import { PRICES, PRICES_AS_OF } from '../lib/cost/prices.ts';

const HELP = `npm run cost -- [--json | --markdown | --help]

Reads what is deployed from the synthesised templates, how it is used from lib/cost/profiles,
and list prices of us-east-1 from lib/cost/prices.ts.

  --json      for programs, with the prices and where they are from
  --markdown  the table in the README`;

const [option, ...others] = process.argv.slice(2);
if (option === '--help') {
  console.log(HELP);
} else if (others.length > 0 || ![undefined, '--json', '--markdown'].includes(option)) {
  console.error(`cannot read \`${[option, ...others].join(' ')}\`\n\n${HELP}`);
  process.exitCode = 2;
} else if (option === '--json') {
  console.log(JSON.stringify({ asOf: PRICES_AS_OF, prices: PRICES, reports: costReports() }, null, 2));
} else if (option === '--markdown') {
  console.log(markdownOf(costReports()));
} else {
  print();
}

function print(): void {
  const line = (text: string, ...amounts: readonly number[]) =>
    console.log(
      `  ${text.padEnd(42)}${amounts.map((amount) => amount.toFixed(2).padStart(10)).join('')}`,
    );
  console.log(`List prices of us-east-1 as of ${PRICES_AS_OF}, in US dollars a month.`);
  for (const report of costReports()) {
    const { profile, after, before } = report;
    console.log(`\n${profile.name}, environment ${profile.environment}`);
    console.log(`  ${''.padEnd(42)}${'now'.padStart(10)}${'before'.padStart(10)}`);
    for (const { service, dollars, before: was } of report.services) {
      line(service, dollars, was);
    }
    line('all', after, before);
    line('  of it, if nobody orders anything', report.forNobody);
    line('all, without the allowances of an account', report.withoutAllowances);
    line(after <= profile.target ? 'target, which is met' : 'target, which is not met', profile.target);
    console.log('  what was done takes off, each alone');
    for (const [name, dollars] of Object.entries(report.optimisations)) {
      line(`  ${name}`, dollars);
    }
    line('a cache of 0.5 GB at the stage would add', report.cacheAtStage);
    console.log('  doing without would save');
    for (const [name, dollars] of Object.entries(report.without)) {
      line(`  ${name}`, dollars);
    }
  }
}
