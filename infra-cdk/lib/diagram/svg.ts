/**
 * Draws the architecture as an SVG: plain text, no scripts, nothing from elsewhere, and its own
 * colours for light and dark.
 */
import { ARROWS } from './architecture.ts';
import { type Arrow, ARROW_KINDS, type ArrowKind } from './arrow.ts';
import { ICONS } from './icons.ts';
import { STYLE } from './style.ts';
import { type Node, NODES } from './nodes.ts';
import {
  COLUMN,
  labelPoint,
  MARGIN,
  NODE_HEIGHT,
  NODE_WIDTH,
  type Point,
  route,
  ROW,
  topLeft,
} from './route.ts';

export function drawArchitecture(): string {
  const nodes: Node[] = Object.values(NODES);
  const width = Math.max(...nodes.map((node) => topLeft(node).x)) + NODE_WIDTH + RIGHT_MARGIN;
  const height = Math.max(...nodes.map((node) => topLeft(node).y)) + NODE_HEIGHT + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">`,
    '<title id="title">From an order to its invoice and its notifications</title>',
    `<desc id="description">${escaped(ARROWS.map(sentence).join(' '))}</desc>`,
    `<style>${STYLE}</style>`,
    `<defs>${ARROW_KINDS.map(arrowHead).join('')}</defs>`,
    `<rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="12"/>`,
    ...ARROWS.map(drawArrow),
    ...nodes.map(drawNode),
    // Last, so that no line of another arrow runs through them.
    ...ARROWS.map(drawLabel),
    drawLegend({ x: MARGIN + 3 * COLUMN, y: MARGIN + 4 * ROW - 6 }),
    '</svg>',
    '',
  ].join('\n');
}

function drawNode(node: Node): string {
  const { x, y } = topLeft(node);
  return [
    `<g class="node ${node.kind}" transform="translate(${x} ${y})">`,
    `<rect class="card" width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="10"/>`,
    `<g class="icon" transform="translate(10 ${NODE_HEIGHT / 2 - 13})">${ICONS[node.kind]}</g>`,
    `<text class="title" x="43" y="26">${escaped(node.title)}</text>`,
    `<text class="subtitle" x="43" y="43">${escaped(node.subtitle)}</text>`,
    '</g>',
  ].join('');
}

function drawArrow(arrow: Arrow): string {
  const failure = arrow.failure === true ? ' failure' : '';
  return `<path class="arrow ${arrow.kind}${failure}" d="${rounded(route(arrow))}" marker-end="url(#${arrow.kind})"/>`;
}

function drawLabel(arrow: Arrow): string {
  const { x, y, upright } = labelPoint(route(arrow));
  const place = upright
    ? `x="${x}" y="${y + 4}" text-anchor="middle"`
    : `x="${x}" y="${y - 6}" text-anchor="middle"`;
  return `<text class="label" ${place}>${escaped(arrow.label)}</text>`;
}

function drawLegend({ x, y }: Point): string {
  const rows = [
    ...ARROW_KINDS.map((kind) => ({ kind, failure: '', text: ARROW_NAMES[kind] })),
    { kind: 'events' as const, failure: ' failure', text: 'only what failed' },
  ];
  const lines = rows.map(({ kind, failure, text }, index) => {
    const left = (index % 2) * 170;
    const middle = 10 + Math.floor(index / 2) * 26;
    return (
      `<path class="arrow ${kind}${failure}" d="M${left} ${middle}h38" marker-end="url(#${kind})"/>` +
      `<text class="subtitle" x="${left + 50}" y="${middle + 4}">${text}</text>`
    );
  });
  return `<g class="legend" transform="translate(${x} ${y})">${lines.join('')}</g>`;
}

function arrowHead(kind: ArrowKind): string {
  return (
    `<marker id="${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse">` +
    `<path class="head ${kind}" d="M0 0.5L9.5 5L0 9.5z"/></marker>`
  );
}

/** A way along these corners, each of them rounded. */
function rounded(corners: readonly Point[]): string {
  const radius = 10;
  const towards = (from: Point, to: Point) => ({
    x: from.x + Math.sign(to.x - from.x) * radius,
    y: from.y + Math.sign(to.y - from.y) * radius,
  });
  return corners
    .map((corner, index) => {
      const [before, after] = [corners[index - 1], corners[index + 1]];
      if (before === undefined) {
        return `M${corner.x} ${corner.y}`;
      }
      if (after === undefined) {
        return `L${corner.x} ${corner.y}`;
      }
      const [enter, leave] = [towards(corner, before), towards(corner, after)];
      return `L${enter.x} ${enter.y}Q${corner.x} ${corner.y} ${leave.x} ${leave.y}`;
    })
    .join('');
}

/** Room for the label of the way around the right side. */
const RIGHT_MARGIN = 58;

/** The arrow in words, for those who do not see it. */
function sentence({ from, to, kind, label }: Arrow): string {
  return `${NODES[from].title} to ${NODES[to].title}: ${label} (${ARROW_NAMES[kind]}).`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

const ARROW_NAMES = {
  http: 'HTTP',
  call: 'synchronous call',
  database: 'database',
  storage: 'storage',
  events: 'events',
} as const satisfies Record<ArrowKind, string>;
