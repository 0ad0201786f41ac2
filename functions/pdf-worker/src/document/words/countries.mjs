// Writes the names of the countries as Unicode's CLDR has them, which Node.js brings along:
//
//     node countries.mjs > countries.tsv
//
// By the codes of ISO 3166-1 alpha-2, and Kosovo, which has none but is at home in invoices by this one.

const languages = ["en", "es", "de", "fr", "pt-PT"];
const names = languages.map((it) => new Intl.DisplayNames(it, { type: "region", fallback: "none" }));
// Regions of CLDR's that are no countries of the standard: groups, and codes that are reserved.
const notCountries = ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"];

const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
const codes = letters.flatMap((first) => letters.map((second) => first + second));
// A code that was given up has the name of the one that replaced it.
const isCurrent = (code) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;

for (const code of codes.filter((code) => isCurrent(code) && !notCountries.includes(code))) {
  const row = names.map((it) => it.of(code));
  if (row.every((name) => name !== undefined)) console.log([code, ...row].join("\t"));
}
