/** The look: quiet cards, and a colour for each kind of thing and of arrow. */
export const STYLE = `
:root {
  --page: #ffffff; --edge: #d8dee6; --card: #f7f9fb; --text: #1c2733; --quiet: #55626f;
  --blue: #1f6feb; --purple: #8250df; --teal: #0b7a75; --green: #2f7d32; --orange: #c4500b; --grey: #5c6773;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10161d; --edge: #303b47; --card: #19222c; --text: #e8edf2; --quiet: #a4b0bc;
    --blue: #6cb0ff; --purple: #c4a1ff; --teal: #4fd1c5; --green: #7bd47f; --orange: #ffa657; --grey: #a4b0bc;
  }
}
text { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
.page { fill: var(--page); stroke: var(--edge); }
.card { fill: var(--card); stroke: var(--edge); }
.outside .card { fill: none; stroke-dasharray: 4 4; }
.title { font-size: 13.5px; font-weight: 600; fill: var(--text); }
.subtitle { font-size: 12px; fill: var(--quiet); }
.label { font-size: 12px; fill: var(--text); stroke: var(--page); stroke-width: 5px; stroke-linejoin: round; paint-order: stroke; }
.arrow { fill: none; stroke-width: 1.8; }
.failure { stroke-dasharray: 5 4; }
.arrow.http { stroke: var(--blue); } .head.http { fill: var(--blue); }
.arrow.call { stroke: var(--purple); } .head.call { fill: var(--purple); }
.arrow.database { stroke: var(--teal); } .head.database { fill: var(--teal); }
.arrow.storage { stroke: var(--green); } .head.storage { fill: var(--green); }
.arrow.events { stroke: var(--orange); } .head.events { fill: var(--orange); }
.icon { fill: none; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; stroke: var(--grey); }
.gateway .icon { stroke: var(--blue); }
.function .icon { stroke: var(--purple); }
.table .icon { stroke: var(--teal); }
.bucket .icon { stroke: var(--green); }
.queue .icon, .topic .icon { stroke: var(--orange); }
`;
