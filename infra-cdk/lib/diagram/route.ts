/** Finds the way of an arrow: straight, around one corner, or around two. */
import type { Arrow, Port, Side } from './arrow.ts';
import { type Node, NODES } from './nodes.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const NODE_WIDTH = 180;
export const NODE_HEIGHT = 60;
export const MARGIN = 24;
export const COLUMN = 250;
export const ROW = 112;
/** How far a way that leaves and arrives at the same side keeps away from the nodes. */
const DETOUR = 26;

export function topLeft({ at: [column, row] }: Node): Point {
  return { x: MARGIN + column * COLUMN, y: MARGIN + row * ROW };
}

/** The corners of an arrow, its start and its end. */
export function route(arrow: Arrow): Point[] {
  const start = portOf(NODES[arrow.from], arrow.leaves);
  const end = portOf(NODES[arrow.to], arrow.arrives);
  const [leaves] = arrow.leaves;
  const [arrives] = arrow.arrives;
  if (leaves === 'top' && arrives === 'top') {
    const y = Math.min(start.y, end.y) - DETOUR;
    return [start, { x: start.x, y }, { x: end.x, y }, end];
  }
  if (start.x === end.x || start.y === end.y) {
    return leaves === arrives ? aroundTheSide(start, end) : [start, end];
  }
  if (isHorizontal(leaves) && isHorizontal(arrives)) {
    if (leaves === arrives) {
      return aroundTheSide(start, end);
    }
    const x = (start.x + end.x) / 2 + (arrow.bend ?? 0);
    return [start, { x, y: start.y }, { x, y: end.y }, end];
  }
  const corner = isHorizontal(leaves) ? { x: end.x, y: start.y } : { x: start.x, y: end.y };
  return [start, corner, end];
}

/** The middle of the longest part, where the label has most room. */
export function labelPoint(corners: readonly Point[]): Point & { readonly upright: boolean } {
  const parts = corners.slice(1).map((end, index) => ({ start: corners[index] ?? end, end }));
  const length = ({ start, end }: (typeof parts)[number]) =>
    Math.abs(start.x - end.x) + Math.abs(start.y - end.y);
  const { start, end } = parts.reduce((best, part) => (length(part) > length(best) ? part : best));
  return {
    x: (start.x + end.x) / 2,
    y: (start.y + end.y) / 2,
    upright: start.x === end.x,
  };
}

function aroundTheSide(start: Point, end: Point): Point[] {
  const x = Math.max(start.x, end.x) + DETOUR;
  return [start, { x, y: start.y }, { x, y: end.y }, end];
}

function portOf(node: Node, [side, offset = 0]: Port): Point {
  const { x, y } = topLeft(node);
  switch (side) {
    case 'left':
      return { x, y: y + NODE_HEIGHT / 2 + offset };
    case 'right':
      return { x: x + NODE_WIDTH, y: y + NODE_HEIGHT / 2 + offset };
    case 'top':
      return { x: x + NODE_WIDTH / 2 + offset, y };
    case 'bottom':
      return { x: x + NODE_WIDTH / 2 + offset, y: y + NODE_HEIGHT };
  }
}

function isHorizontal(side: Side): boolean {
  return side === 'left' || side === 'right';
}
